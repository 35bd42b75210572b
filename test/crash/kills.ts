import type { Reporter, TestModule } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    /** How often the test has killed the program. */
    kills?: number;
  }
}

/** Says at the end of a crash test how often the program was killed in all. */
export default class Kills implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const kills = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.meta().kills ?? 0));
    console.log(`Killed ${kills.reduce((sum, count) => sum + count, 0)} times in ${kills.filter(Boolean).length} tests.`);
  }
}

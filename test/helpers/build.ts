import { execFileSync } from 'node:child_process';

/** The tests run the built program, so it is built from what stands in src/ before the first of them. */
export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}

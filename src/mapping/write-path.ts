import { parsePath } from './paths.js';

/** The path of a key below another path, quoted where it has to be; undefined for a key that the path language cannot name. */
export function pathOf(above: string, key: string): string | undefined {
  const names = [key, `"${key}"`, `'${key}'`].filter((name) => isOneKey(name, key));
  const [name] = names;
  return name === undefined || above === '' ? name : `${above}.${name}`;
}

function isOneKey(name: string, key: string): boolean {
  const [step, ...more] = parsePath(name) ?? [];
  return more.length === 0 && step?.kind === 'key' && step.name === key;
}

/** Command names by what they are for, in the order in which a migration comes to them. */
export type Groups = Readonly<Record<string, readonly string[]>>;

/**
 * The help of the whole program with its commands in groups; the help of a command stays as it is.
 * @param program the name in front of each command
 */
export function groupedHelp(help: string, program: string, groups: Groups): string {
  const [whole = '', list] = /^Commands:\n((?:^ .*\n)+)/m.exec(help) ?? [];
  if (list === undefined) return help;
  // A long description goes on in lines that begin deeper.
  const entries = list.split(new RegExp(`^(?=  ${program} )`, 'm'));
  const entryOf = (name: string) => entries.filter((entry) => entry.slice(2).split(/\s+/)[1] === name);
  const listed = new Set(Object.values(groups).flat());
  const rest = entries.filter((entry) => !listed.has(entry.slice(2).split(/\s+/)[1] ?? ''));
  const sections = Object.entries(groups).map(([title, names]) => `${title}:\n${names.flatMap(entryOf).join('')}`);
  return help.replace(whole, () => [...sections, ...(rest.length > 0 ? [`Others:\n${rest.join('')}`] : [])].join('\n'));
}

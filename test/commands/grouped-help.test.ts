import { expect, test } from 'vitest';
import { groupedHelp } from '../../src/commands/grouped-help.js';

const HELP = `prog <command>

Commands:
  prog one <file>  The first
                   of all
  prog two         The second
  prog three       The third

Options:
  --help  Show help`;

test('commands stand in their groups, with all lines of their descriptions, and none is lost', () => {
  expect(groupedHelp(HELP, 'prog', { Begin: ['two'], End: ['one'] })).toBe(`prog <command>

Begin:
  prog two         The second

End:
  prog one <file>  The first
                   of all

Others:
  prog three       The third

Options:
  --help  Show help`);
});

test('the help of one command stays as it is', () => {
  const help = 'prog one <file>\n\nThe first of all\n\nOptions:\n  --help  Show help';
  expect(groupedHelp(help, 'prog', { Begin: ['one'] })).toBe(help);
});

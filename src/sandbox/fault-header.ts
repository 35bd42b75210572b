import { detail, Refusal } from './answer.js';
import { FAULT_KINDS, type Fault } from './fault.js';

/** What a request can ask to befall itself: a kind of fault, and for `late` and `slow` how long: "late; delay=200". */
export const FAULT_HEADER = 'x-sandbox-fault';

/**
 * The fault that the header's value asks for, in its first look.
 * @throws Refusal (400) that names the kinds, for a value that is none.
 */
export function parseFaultHeader(value: string): Fault {
  const [, name, delayMs = '1000'] = /^\s*([\w-]+)\s*(?:;\s*delay=(\d{1,6})\s*)?$/.exec(value) ?? [];
  const kind = FAULT_KINDS.find((known) => known === name);
  if (kind) return { kind, variant: 0, delayMs: Number(delayMs) };
  throw new Refusal(detail(400, `${FAULT_HEADER} takes one of ${FAULT_KINDS.join(', ')}, and "; delay=200" in milliseconds.`));
}

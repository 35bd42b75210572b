/** Phone numbers that are written in E.164 already, as most exports write them. */
import { getCountries, getCountryCallingCode, Metadata, type NumberingPlan } from 'libphonenumber-js';

/** What the numbers of all countries with a calling code have in common. */
interface CommonPlan {
  /** So long a national number may be, whichever of the countries it is of. */
  readonly lengths: readonly number[];
  /** What the library may take away from a number, or put other digits in the place of. */
  readonly prefixes: readonly RegExp[];
}

const E164 = /^\+[1-9]\d{5,16}$/;
const LONGEST_CODE = 3;

/**
 * True for a text that the library would take for a possible number and give back as it is; false where it has to be asked. Its plans
 * are looked at once for each calling code: to parse each number costs twenty times as much.
 */
export function compilePlainNumber(): (text: string) => boolean {
  const plans = new Map<string, CommonPlan | undefined>();
  const planOf = (code: string) => {
    if (!plans.has(code)) plans.set(code, commonPlan(code));
    return plans.get(code);
  };
  return (text) => {
    if (!E164.test(text)) return false;
    for (let end = 2; end <= 1 + LONGEST_CODE; end += 1) {
      const plan = planOf(text.slice(1, end));
      if (plan === undefined) continue;
      const national = text.slice(end);
      return plan.lengths.includes(national.length) && !plan.prefixes.some((prefix) => prefix.test(national));
    }
    return false;
  };
}

/** Undefined where no country has that calling code, or where the library says too little of one. */
function commonPlan(code: string): CommonPlan | undefined {
  const plans = getCountries()
    .filter((country) => getCountryCallingCode(country) === code)
    .map((country) => {
      const metadata = new Metadata();
      metadata.selectNumberingPlan(country);
      return metadata.numberingPlan;
    });
  const [first] = plans;
  if (first === undefined || !plans.every(tellsPrefix)) return undefined;
  const prefixes = plans.map((plan) => plan.nationalPrefixForParsing()).filter((prefix) => prefix !== undefined);
  return {
    lengths: first.possibleLengths().filter((length) => plans.every((plan) => plan.possibleLengths().includes(length))),
    prefixes: [...new Set(prefixes)].map((prefix) => new RegExp(`^(?:${prefix})`)),
  };
}

/** The library has it, and its types do not. */
interface Plan extends NumberingPlan {
  nationalPrefixForParsing(): string | undefined;
}

function tellsPrefix(plan: NumberingPlan | undefined): plan is Plan {
  return plan !== undefined && 'nationalPrefixForParsing' in plan;
}

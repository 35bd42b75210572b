import { MigrateError } from '../errors.js';
import { type BackoffSettings, backoff } from './backoff.js';
import { sleep } from './clock.js';

/** What fails together is counted together: reads that work say nothing about writes. */
const ROUTE_CLASSES = ['read', 'create', 'update', 'face', 'delete'] as const;
export type RouteClass = (typeof ROUTE_CLASSES)[number];

const CLASS_NAMES: Readonly<Record<RouteClass, string>> = {
  read: 'read',
  create: 'create',
  update: 'change of a user',
  face: 'face upload',
  delete: 'deletion of users',
};

export interface OutageSettings {
  /** Unclear answers in a row, over all workers, that make an outage. */
  readonly threshold: number;
  /** How long an outage may last before the run stops, in milliseconds. */
  readonly maxOutageMs: number;
  readonly backoff: BackoffSettings;
  readonly signal: AbortSignal;
}

/** How a request was let through: among the others while its class works, or alone while it is out. */
export type Passage = 'request' | 'probe';

interface Circuit {
  inARow: number;
  successes: number;
  /** Since when the class is out, in milliseconds since 1970; undefined while it works. */
  since: number | undefined;
  probing: boolean;
  nextProbeAt: number;
}

/**
 * One circuit breaker per route class, shared by all workers. While a class is out its requests wait here; one at a time is let through
 * as the probe (a real request of its kind), and only its success lets the others go on. So an outage costs no item anything.
 */
export class Outages {
  readonly #settings: OutageSettings;
  readonly #circuits: Record<RouteClass, Circuit>;

  constructor(settings: OutageSettings) {
    this.#settings = settings;
    const closed = (): Circuit => ({ inARow: 0, successes: 0, since: undefined, probing: false, nextProbeAt: 0 });
    this.#circuits = { read: closed(), create: closed(), update: closed(), face: closed(), delete: closed() };
  }

  /**
   * Resolves when a request of this class may go out.
   * @throws MigrateError `outage` when the class has been out for longer than allowed; or the reason why the run is stopping
   */
  async pass(route: RouteClass): Promise<Passage> {
    const circuit = this.#circuits[route];
    while (circuit.since !== undefined) {
      const now = Date.now();
      if (now - circuit.since >= this.#settings.maxOutageMs) throw outageOf(route, circuit.since);
      if (!circuit.probing && now >= circuit.nextProbeAt) {
        circuit.probing = true;
        return 'probe';
      }
      const next = circuit.probing ? now + 250 : circuit.nextProbeAt;
      const lastChance = circuit.since + this.#settings.maxOutageMs;
      await sleep(Math.max(1, Math.min(next, lastChance) - now), this.#settings.signal);
    }
    return 'request';
  }

  /**
   * To be called once for each request that was let pass, with its passage: requests from before the outage may be answered while the
   * probe is still on its way. `neither`: the answer says nothing about the class (a 429, a stop).
   */
  note(route: RouteClass, passage: Passage, outcome: 'clear' | 'unclear' | 'neither'): void {
    const circuit = this.#circuits[route];
    if (passage === 'probe') circuit.probing = false;
    if (outcome === 'neither') return;
    if (outcome === 'clear') {
      circuit.inARow = 0;
      circuit.successes += 1;
      circuit.since = undefined;
      return;
    }
    circuit.inARow += 1;
    if (circuit.inARow < this.#settings.threshold) return;
    circuit.since ??= Date.now();
    if (passage === 'probe' || circuit.inARow === this.#settings.threshold) {
      const probes = circuit.inARow - this.#settings.threshold + 1;
      circuit.nextProbeAt =
        Date.now() + Math.max(this.#settings.backoff.baseMs, backoff(probes, 0.5 + Math.random() / 2, this.#settings.backoff));
    }
  }

  /** Requests of this class that were clearly answered so far. Patience counts an attempt only if this moved in between. */
  successes(route: RouteClass): number {
    return this.#circuits[route].successes;
  }

  /** The classes that are out, with the time since when. */
  current(): { readonly route: RouteClass; readonly name: string; readonly since: number }[] {
    return ROUTE_CLASSES.flatMap((route) => {
      const { since } = this.#circuits[route];
      return since === undefined ? [] : [{ route, name: CLASS_NAMES[route], since }];
    });
  }
}

/** What stops the run when nothing of a class has been accepted since `since`. */
export function outageOf(route: RouteClass, since: number): MigrateError {
  const seconds = Math.max(1, Math.round((Date.now() - since) / 1000));
  const duration = seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return new MigrateError('outage', { what: CLASS_NAMES[route], duration });
}

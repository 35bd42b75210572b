import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import { MultiBar, type SingleBar } from 'cli-progress';
import type { Progress } from './progress.js';
import { details, headline, shareOf } from './progress-text.js';

const FRAMES_PER_SECOND = 2;
const NAME = 'looking for faces'.length;
const BAR = 16;
const BAR_FORMAT = '{name} [{bar}]  {text}';
/** Name, bar, and what stands around it in the format. */
const BESIDE_BAR = NAME + BAR + 5;
const INDENT = NAME + 1;
/** A bar counts in thousandths. */
const WHOLE = 1000;

/** A terminal that says how wide it is, and when that changes. */
export type ScreenStream = NodeJS.WritableStream & { readonly columns: number };

type Row = Exclude<Progress['phase'], 'asking'> | 'pace' | 'waiting';

/** Progress on a terminal: a bar for each phase and two lines below the last, drawn over in place. */
export class Screen {
  readonly #stream: ScreenStream;
  #bars: MultiBar | undefined;
  readonly #rows = new Map<Row, SingleBar>();
  /** Columns that each row takes up as it was drawn last. */
  readonly #lengths = new Map<Row, number>();
  readonly #onResize = () => this.#afterResize();
  /** A process that quits at once would leave a terminal without a cursor. */
  readonly #onExit = () => this.close();

  constructor(stream: ScreenStream) {
    this.#stream = stream;
  }

  show(progress: Progress): void {
    if (progress.phase === 'asking') return;
    const bars = this.#bars ?? this.#begin();
    this.#drawBar(bars, progress.phase, shareOf(progress) ?? 0, headline(progress));
    if (!('people' in progress)) return;
    const [pace, waiting] = details(progress);
    this.#drawLine(bars, 'pace', pace);
    this.#drawLine(bars, 'waiting', waiting);
  }

  /** Above the bars, which go on below. */
  print(text: string): void {
    if (!this.#bars) return void this.#stream.write(`${text}\n`);
    this.#bars.log(`${text}\n`);
    this.#bars.update();
  }

  /** Leaves nothing behind; may be shown again. */
  close(): void {
    this.#stream.off('resize', this.#onResize);
    process.off('exit', this.#onExit);
    this.#bars?.stop();
    this.#bars = undefined;
    this.#rows.clear();
    this.#lengths.clear();
  }

  #begin(): MultiBar {
    this.#stream.on('resize', this.#onResize);
    process.once('exit', this.#onExit);
    this.#bars = new MultiBar({
      stream: this.#stream,
      fps: FRAMES_PER_SECOND,
      barsize: BAR,
      clearOnComplete: true,
      hideCursor: true,
      linewrap: false,
      // What is printed above moves all of them.
      forceRedraw: true,
      gracefulExit: false,
    });
    return this.#bars;
  }

  #drawBar(bars: MultiBar, row: Row, share: number, text: string): void {
    const shown = this.#fitting(text, BESIDE_BAR);
    this.#lengths.set(row, BESIDE_BAR + shown.length);
    const values = { name: row.padEnd(NAME), text: shown };
    const bar = this.#rows.get(row);
    if (bar) bar.update(Math.round(share * WHOLE), values);
    else this.#rows.set(row, bars.create(WHOLE, Math.round(share * WHOLE), values, { format: BAR_FORMAT }));
  }

  #drawLine(bars: MultiBar, row: Row, text: string): void {
    const values = { text: ' '.repeat(INDENT) + this.#fitting(text, INDENT) };
    this.#lengths.set(row, values.text.length);
    const line = this.#rows.get(row);
    if (line) line.update(values);
    else this.#rows.set(row, bars.create(1, 0, values, { format: '{text}' }));
  }

  /** The last column stays free: a line that fills it would take up two. */
  #fitting(text: string, before: number): string {
    return text.slice(0, Math.max(0, this.#stream.columns - before - 1));
  }

  /** A terminal that became narrower has broken the lines that were drawn: what they take up now is cleared. */
  #afterResize(): void {
    const { columns } = this.#stream;
    const lengths = [...this.#lengths.values()];
    const taken = lengths.reduce((sum, length) => sum + Math.max(1, Math.ceil(length / Math.max(1, columns))), 0);
    moveCursor(this.#stream, 0, 1 - Math.max(1, taken));
    cursorTo(this.#stream, 0);
    clearScreenDown(this.#stream);
    // The bars take the cursor to be in the last of their lines.
    this.#stream.write('\n'.repeat(Math.max(0, lengths.length - 1)));
    this.#bars?.update();
  }
}

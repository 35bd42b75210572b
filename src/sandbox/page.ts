import { createHash } from 'node:crypto';
import { SCRIPT } from './page-script.js';

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d7dbe2, #3a3f4a); --soft: light-dark(#f4f6f9, #20242c); --blue: light-dark(#2357d9, #7aa2ff); --red: light-dark(#b3261e, #ff8a80); }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 1100px; padding: 1rem 1.2rem 3rem; }
header { display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: baseline; }
h1 { font-size: 1.3rem; margin: 0; } h2 { font-size: 1rem; margin: 0 0 .6rem; } .note + h2 { margin-top: 1rem; }
header p, .note { margin: 0; opacity: .75; overflow-wrap: anywhere; }
#live::before { content: '●'; margin-right: .35em; color: #2e9e5b; } #live.lost::before { color: var(--red); }
main { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); margin-top: 1rem; }
section { border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1rem; min-width: 0; } .wide { grid-column: 1 / -1; }
dl { display: grid; grid-template-columns: fit-content(75%) minmax(0, 1fr); gap: .15rem .9rem; margin: 0; } dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
dt { opacity: .75; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .5rem .3rem 0; border-top: 1px solid var(--line); vertical-align: middle; }
th { font-weight: 600; border: 0; } td { overflow-wrap: anywhere; } .scroll { max-height: 26rem; overflow: auto; }
td img { height: 34px; width: 34px; object-fit: cover; border-radius: 6px; margin-right: 3px; vertical-align: middle; }
#chart { display: flex; align-items: end; gap: 2px; height: 110px; border-bottom: 1px solid var(--line); }
#chart div { flex: 1; max-width: 26px; height: 100%; display: flex; align-items: end; gap: 1px; }
#chart i { flex: 1; background: var(--blue); min-height: 1px; } #chart i.read { opacity: .45; } #chart i.full { background: var(--red); opacity: 1; }
form, .row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 0 0 .6rem; } label { display: flex; gap: .4rem; align-items: center; }
button, select, input { font: inherit; padding: .25rem .6rem; border: 1px solid var(--line); border-radius: 7px; background: var(--soft); color: inherit; }
button { cursor: pointer; } button:hover { border-color: var(--blue); } input[type=number] { width: 6.5rem; }
#problem { color: var(--red); } #problem:empty { display: none; }
`;

const BODY = `
<header><h1>A local Didit</h1><p id="live" role="status">connecting</p><p id="about"></p></header>
<p id="problem" role="alert"></p>
<main>
<section><h2>Users</h2><dl id="users"></dl></section>
<section><h2>Webhooks</h2><dl id="webhooks"></dl></section>
<section class="wide"><h2>Calls by minute</h2><div id="chart" role="img" aria-label="Writes and reads of each minute"></div><p id="calls" class="note"></p></section>
<section><h2>What goes wrong</h2>
<form id="faults"><label>Fault <select name="kind"><option value="">all mixed</option></select></label>
<label>Share <input name="percent" type="number" min="0" max="100" value="20" required> %</label>
<label>Seed <input name="seed" type="number" value="1" required></label><button>Begin</button><button type="button" id="well">All well again</button></form>
<form id="latency"><label>Answers take <input name="ms" type="number" min="0" max="600000" value="0" required> ms</label><button>Set</button></form>
<div class="row"><button id="key" aria-pressed="false">Revoke the key</button></div>
<dl id="wrong"></dl></section>
<section><h2>Rehearsal</h2>
<form id="seed"><label>Invented users <input name="users" type="number" min="1" max="1000000" value="100" required></label><button>Add</button></form>
<div class="row"><button id="reset">Forget everything</button></div><p class="note">Keys, the profile and what goes wrong stay as they are.</p>
<h2>Requests</h2><dl id="requests"></dl></section>
<section class="wide"><h2>Newest users</h2><div class="scroll"><table><thead><tr><th>vendor_data</th><th>name</th><th>status</th><th>faces</th><th>sessions</th><th></th></tr></thead><tbody id="latest"></tbody></table></div></section>
<section class="wide"><h2>Newest deliveries</h2><div class="scroll"><table><thead><tr><th>time</th><th>event</th><th>attempt</th><th>answer</th><th>outcome</th></tr></thead><tbody id="deliveries"></tbody></table></div></section>
</main>`;

/** What Didit's console would show of a rehearsal, on one page that loads nothing from anywhere else. */
export const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A local Didit</title><link rel="icon" href="data:,"><style>${STYLE}</style></head><body>${BODY}<script>${SCRIPT}</script></body></html>
`;

const hashed = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing but the page's own script and style runs, and it talks to nobody but its own sandbox. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; script-src ${hashed(SCRIPT)}; style-src ${hashed(STYLE)}; connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** What runs in the page: it asks for a snapshot once a second, shows it, and sends what is switched. */
export const SCRIPT = `
'use strict';
const $ = (id) => document.getElementById(id);
const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text ?? '' }, more);
const number = (value) => Number(value).toLocaleString('en');

async function send(path, body) {
  const response = await fetch('/_sandbox/' + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  $('problem').textContent = response.ok ? '' : JSON.stringify(await response.json());
  await refresh();
}

function list(id, rows) {
  $(id).replaceChildren(...rows.flatMap(([name, value]) => [make('dt', name), make('dd', value)]));
}

function rows(id, cells) {
  $(id).replaceChildren(...cells.map((row) => {
    const line = make('tr');
    line.append(...row.map((cell) => { const td = make('td'); td.append(cell); return td; }));
    return line;
  }));
}

function limit(of) {
  return of === 'off' ? 'no limit' : 'at most ' + number(of.requests) + ' in ' + of.windowMs / 1000 + ' s';
}

function chart({ calls, limits }) {
  const most = Math.max(1, ...calls.flatMap(({ read, write }) => [read, write]));
  const full = (of) => (of === 'off' ? most : (of.requests * 60000) / of.windowMs);
  $('chart').replaceChildren(...calls.map(({ at, read, write, throttled }) => {
    const group = make('div', '', { title: new Date(at).toLocaleTimeString() + ': ' + write + ' writes, ' + read + ' reads, ' + throttled + ' throttled' });
    for (const [name, value] of [['write', write], ['read', read]]) {
      const bar = make('i', '', { className: name + (throttled > 0 ? ' full' : '') });
      bar.style.height = Math.min(100, (100 * value) / full(limits[name])) + '%';
      group.append(bar);
    }
    return group;
  }));
  const last = calls.at(-1) ?? { read: 0, write: 0, throttled: 0 };
  $('calls').textContent = 'Newest minute: ' + number(last.write) + ' writes (' + limit(limits.write) + '), ' + number(last.read) + ' reads (' + limit(limits.read) + '), ' + number(last.throttled) + ' throttled. A full bar is the limit; where there is none, the most of all minutes. Red: some were throttled.';
}

function people(latest) {
  rows('latest', latest.map(({ vendor_data, didit_internal_id, name, status, faces, sessions }) => {
    const pictures = make('span');
    pictures.append(...faces.map(({ uuid, comment }) => make('img', '', { src: '/_sandbox/faces/' + didit_internal_id + '/' + uuid, alt: comment ?? 'face' })));
    const verify = make('button', 'Go through a session', { onclick: () => send('sessions', { vendor_data }) });
    return [vendor_data, name ?? '', status, pictures, sessions.join(', '), verify];
  }));
}

function webhooks(state) {
  if (!state) return list('webhooks', [['receiver', 'none: start the sandbox with --webhook']]);
  list('webhooks', [['receiver', state.url], ['events', number(state.events)], ['delivered', number(state.delivered)], ['waiting', number(state.waiting)],
    ['given up', number(state.givenUp)], ['dropped', number(state.dropped)]]);
  rows('deliveries', state.latest.map(({ at, type, attempt, result, outcome }) => [new Date(at).toLocaleTimeString(), type, String(attempt), String(result), outcome]));
}

let shownUsers = '';
function show(state) {
  $('about').textContent = state.base_url + ' · ' + Object.entries(state.profile).map(([topic, reading]) => topic + '=' + reading).join(', ');
  list('users', [['users', number(state.users)], ...Object.entries(state.by_status).map(([status, count]) => [status, number(count)]),
    ['faces', number(state.faces)], ['on the blocklist', number(state.blocklist)], ['verified since', number(state.verified)]]);
  chart(state);
  webhooks(state.webhooks);
  // Only when it has changed: a table that is built anew takes the button from under the pointer.
  const latest = JSON.stringify(state.latest);
  if (latest !== shownUsers) people(state.latest);
  shownUsers = latest;
  list('requests', Object.entries(state.requests).map(([name, count]) => [name, number(count)]));
  const wrong = Object.entries(state.faults).map(([name, count]) => [name, number(count)]);
  list('wrong', [['now', state.switched.faults.join(', ') || 'nothing'], ...wrong]);
  const revoked = state.switched.key === 'revoked';
  $('key').textContent = revoked ? 'Make the key good again' : 'Revoke the key';
  $('key').setAttribute('aria-pressed', String(revoked));
  $('key').onclick = () => send('switches', { key: revoked ? 'good' : 'revoked' });
  const kinds = $('faults').elements.kind;
  if (kinds.length === 1) kinds.append(...state.fault_kinds.map((kind) => make('option', kind, { value: kind })));
}

async function refresh() {
  try {
    show(await (await fetch('/_sandbox/state')).json());
    $('live').textContent = 'live';
    $('live').className = '';
  } catch {
    $('live').textContent = 'the sandbox has ended';
    $('live').className = 'lost';
  }
}

function onSubmit(id, body, path) {
  $(id).addEventListener('submit', (event) => {
    event.preventDefault();
    send(path, body(event.target.elements));
  });
}
onSubmit('faults', ({ kind, percent, seed }) => ({ faults: (kind.value ? kind.value + '=' : '') + percent.value + '%', seed: Number(seed.value) }), 'switches');
onSubmit('latency', ({ ms }) => ({ latency_ms: Number(ms.value) }), 'switches');
onSubmit('seed', ({ users }) => ({ users: Number(users.value) }), 'users');
$('well').onclick = () => send('switches', { faults: null });
$('reset').onclick = () => confirm('Forget all users, faces and counts?') && send('reset', {});

(async function forever() {
  await refresh();
  setTimeout(forever, 1000);
})();
`;

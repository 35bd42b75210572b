/** What runs in the page: it searches and sorts the rows that stand there already. Without it they can be read all the same. */
export const SCRIPT = String.raw`
'use strict';
const table = document.getElementById('rows');
if (table) {
  const form = document.querySelector('.tools');
  const { text, code, count } = form.elements;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows, (row) => ({ row, words: row.textContent.toLowerCase(), codes: row.dataset.codes.split(' ') }));
  const number = new Intl.NumberFormat('en');

  const filter = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, words, codes } of rows) {
      const fits = (code.value === '' || codes.includes(code.value)) && wanted.every((word) => words.includes(word));
      if (row.hidden === fits) row.hidden = !fits;
      if (fits) shown += 1;
    }
    count.value = shown === rows.length ? '' : number.format(shown) + ' of ' + number.format(rows.length) + ' rows';
  };
  text.addEventListener('input', filter);
  code.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const button of document.querySelectorAll('button.filter')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      text.value = '';
      code.value = button.dataset.code;
      filter();
      document.getElementById('rows-title').scrollIntoView();
      code.focus({ preventScroll: true });
    });
  }

  const collator = new Intl.Collator('en', { numeric: true });
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const keys = new Map(rows.map(({ row }) => [row, row.cells[column].textContent]));
      const sign = down ? -1 : 1;
      const sorted = rows.map(({ row }) => row).sort((a, b) => sign * collator.compare(keys.get(a), keys.get(b)));
      body.append(...sorted);
    });
  });
  form.hidden = false;
}
`;

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';

const src = new URL('../src', import.meta.url).pathname;
const BASE = [
  'model.ts',
  'errors.ts',
  'system-error.ts',
  'archive.ts',
  'zip-file.ts',
  'database.ts',
  'disk-index.ts',
  'shard.ts',
];

/** What each room may import from, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'model.ts': ['errors.ts'],
  'errors.ts': [],
  'system-error.ts': [],
  'archive.ts': ['errors.ts', 'system-error.ts', 'archive-folder.ts', 'archive-zip.ts'],
  'archive-folder.ts': ['errors.ts', 'system-error.ts', 'archive.ts', 'archive-names.ts', 'disk-index.ts'],
  'archive-zip.ts': ['errors.ts', 'archive.ts', 'archive-names.ts', 'zip-file.ts', 'disk-index.ts', 'model.ts'],
  'archive-names.ts': ['errors.ts'],
  'zip-file.ts': [],
  'database.ts': ['errors.ts'],
  'disk-index.ts': ['database.ts', 'model.ts'],
  'layout.ts': [],
  'logger.ts': ['errors.ts', 'system-error.ts'],
  'settings.ts': ['shard.ts', 'api-key.ts', 'setting-fields.ts', 'setting-values.ts', 'settings-parser.ts', 'default-names.ts'],
  'setting-fields.ts': ['errors.ts', 'setting-values.ts'],
  'setting-values.ts': ['model.ts', 'shard.ts'],
  'settings-parser.ts': ['errors.ts'],
  'api-key.ts': [],
  'default-names.ts': ['shard.ts'],
  'shard.ts': [],
  read: BASE,
  mapping: BASE,
  faces: BASE,
  didit: BASE,
  checkpoint: BASE,
  sandbox: [],
  report: ['model.ts', 'errors.ts', 'system-error.ts', 'layout.ts', 'shard.ts', 'checkpoint'],
  inspect: [...BASE, 'layout.ts', 'read', 'mapping'],
  doctor: [...BASE, 'layout.ts', 'didit', 'checkpoint'],
  progress: ['model.ts', 'layout.ts'],
  schemas: ['doctor', 'inspect', 'mapping', 'migration', 'progress', 'report', 'sandbox'],
  migration: [...BASE, 'read', 'mapping', 'faces', 'didit', 'checkpoint'],
  commands: [
    ...BASE,
    'layout.ts',
    'logger.ts',
    'settings.ts',
    'read',
    'mapping',
    'faces',
    'didit',
    'checkpoint',
    'doctor',
    'inspect',
    'migration',
    'progress',
    'report',
    'sandbox',
  ],
  'index.ts': [
    'errors.ts',
    'settings.ts',
    'commands',
    'doctor',
    'inspect',
    'progress',
    'report',
    'sandbox',
    'checkpoint',
    'model.ts',
  ],
  'cli.ts': ['commands', 'errors.ts'],
};

const files = sourcesBelow(src);
const texts = new Map(files.map((file) => [relative(src, file), readFileSync(file, 'utf8')]));

test('every file imports only what its room may know', () => {
  const strays = [...texts].flatMap(([file, text]) => {
    const room = roomOf(file);
    const imported = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) =>
      roomOf(relative(src, join(src, file, '..', path)).replace(/\.js$/, '.ts')),
    );
    return imported.filter((other) => other !== room && !MAY_IMPORT[room]?.includes(other)).map((other) => `${file} → ${other}`);
  });
  expect(strays).toEqual([]);
});

test('rooms are entered through their index', () => {
  const strays = [...texts].flatMap(([file, text]) =>
    [...text.matchAll(/from '\.\.\/([\w-]+)\/([\w-]+)\.js'/g)]
      .filter(([, room, entry]) => entry !== 'index' && room !== roomOf(file))
      .map(([line]) => `${file}: ${line}`),
  );
  expect(strays).toEqual([]);
});

test('no import cycle', () => {
  const imports = new Map(
    [...texts].map(([file, text]) => [
      file,
      [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gms)].map(([, path = '']) =>
        relative(src, join(src, file, '..', path)).replace(/\.js$/, '.ts'),
      ),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].join(' → ');
    if (done.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  expect(files.map((file) => visit(relative(src, file), [])).filter(Boolean)).toEqual([]);
});

test('the environment, the exit and the console are touched at the edge alone', () => {
  const edge = /^(cli\.ts|settings\.ts|commands\/)/;
  const strays = [...texts]
    .filter(([file, text]) => !edge.test(file) && /process\.(env|exit|argv|stdout|stderr)|console\./.test(text))
    .map(([file]) => file);
  expect(strays).toEqual([]);
});

test('no provider is named in the program', () => {
  const providers = readdirSync(new URL('../mappings', import.meta.url)).flatMap((name) =>
    name.endsWith('.yaml') && name !== 'generic.yaml' ? name.replace('.yaml', '') : [],
  );
  expect(providers.length).toBeGreaterThan(0);
  const named = [...texts]
    // "personal" names nobody.
    .filter(([, text]) => providers.some((provider) => new RegExp(`\\b${provider}(?![a-z])`, 'i').test(text)))
    .map(([file]) => file);
  expect(named).toEqual([]);
});

function roomOf(file: string): string {
  return file.split(sep)[0] ?? file;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

import { exportFile, importFile } from './wetalk-files.ts'
import {
  holdPast,
  listDead,
  printUnclaimed,
  replaceLostKey,
  restoreBackup,
  retryGivenUp,
  saveBackup,
  saveUnclaimed,
} from './wetalk-operate.ts'
import { testFiles } from './wetalk-test.ts'
import { SAYS } from './wetalk-words.ts'

/**
 * `npm run wetalk -- test <file or folder> …`: plays the tests that files of flows and bots carry, as the editor does.
 * `… export <bot or flow> [file]` and `… import <file>`: take one out of a running Wetalk, or bring one in as drafts, for git and CI.
 * `… backup <folder>`, `… restore <folder>`, `… hold`, `… lost-key`, `… jobs`, `… retry` and `… unclaimed` are for whoever keeps it running: docs/operations.md.
 * Exit code 0: done, all passed; 1: some failed, or it was refused; 2: asked wrongly, or nothing could be read. `--lang en` speaks English.
 */
const [command, ...words] = process.argv.slice(2)
const option = (name: string) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined)
const language = option('--lang') === 'en' ? 'en' : 'id'
const given = words.filter((word, at) => !word.startsWith('--') && !words[at - 1]?.startsWith('--'))
const site = {
  url: option('--url') ?? 'http://localhost:4000',
  email: process.env.WETALK_EMAIL ?? '',
  password: process.env.WETALK_PASSWORD ?? '',
}
const place = {
  dataDir: process.env.DATA_DIR || './data',
  databaseUrl: process.env.DATABASE_URL || undefined,
  language,
} as const
const [first, second] = given

if (command === 'test' && first !== undefined) process.exit(testFiles(given, language))
else if (command === 'export' && first !== undefined)
  process.exit(await exportFile({ name: first, path: second, site, language }))
else if (command === 'import' && first !== undefined)
  process.exit(await importFile({ path: first, bot: option('--bot'), site, language }))
else if (command === 'backup' && first !== undefined) process.exit(await saveBackup(first, place))
else if (command === 'restore' && first !== undefined) process.exit(await restoreBackup(first, place))
else if (command === 'hold') process.exit(await holdPast(place))
else if (command === 'jobs') process.exit(await listDead(place))
else if (command === 'retry' && first !== undefined) process.exit(await retryGivenUp(first, place))
else if (command === 'unclaimed' && first === undefined) process.exit(await printUnclaimed(place))
else if (command === 'unclaimed' && first !== undefined)
  process.exit(await saveUnclaimed(first, place, second))
else if (command === 'lost-key') process.exit(await replaceLostKey(place))
else {
  console.error(SAYS[language].usage)
  process.exit(2)
}

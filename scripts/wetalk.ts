import { exportFile, importFile } from './wetalk-files.ts'
import { testFiles } from './wetalk-test.ts'
import { SAYS } from './wetalk-words.ts'

/**
 * `npm run wetalk -- test <file or folder> …`: plays the tests that files of flows and bots carry, as the editor does.
 * `… export <bot or flow> [file]` and `… import <file>`: take one out of a running Wetalk, or bring one in as drafts, for git and CI.
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
const [first, second] = given

if (command === 'test' && first !== undefined) process.exit(testFiles(given, language))
else if (command === 'export' && first !== undefined)
  process.exit(await exportFile({ name: first, path: second, site, language }))
else if (command === 'import' && first !== undefined)
  process.exit(await importFile({ path: first, bot: option('--bot'), site, language }))
else {
  console.error(SAYS[language].usage)
  process.exit(2)
}

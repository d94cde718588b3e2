import { codeOf } from '#server/base/process.ts'

/** The program cannot start as things stand; says what to do in both languages. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly id: string
  readonly en: string
  constructor(id: string, en: string, cause?: unknown) {
    super(en, cause === undefined ? {} : { cause })
    this.id = id
    this.en = en
  }
}

/** The oldest PostgreSQL that has what the schema asks for, as `server_version_num` writes it. */
export const POSTGRES_MIN = 150_000

const NO_WAY = /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|57P03)$/
const NO_RIGHTS = /^42501$/
const NO_ENTRY = /^(28P01|28000)$/

/** Why the operator's own PostgreSQL cannot be used, as far as its answer tells; the address is not repeated, it holds a password. */
export function databaseTrouble(error: unknown): StartError | undefined {
  const code = String(codeOf(error) ?? '')
  const says = (id: string, en: string) => new StartError(id, en, error)
  if (NO_WAY.test(code) || /timeout expired|Connection terminated/.test(messageOf(error)))
    return says(
      `PostgreSQL di DATABASE_URL tidak bisa dihubungi (${code || 'tidak menjawab'}). Periksa mesin dan porta di alamatnya, dan apakah PostgreSQL sudah berjalan.`,
      `The PostgreSQL of DATABASE_URL cannot be reached (${code || 'no answer'}). Check host and port of its address, and whether PostgreSQL is running.`,
    )
  if (NO_ENTRY.test(code))
    return says(
      `PostgreSQL menolak nama atau sandi di DATABASE_URL (${code}). Periksa keduanya, juga pg_hba.conf.`,
      `PostgreSQL refuses the user or the password of DATABASE_URL (${code}). Check both, and pg_hba.conf.`,
    )
  if (code === '3D000')
    return says(
      'Basis data di DATABASE_URL belum ada. Buat dulu: create database wetalk owner wetalk.',
      'The database of DATABASE_URL does not exist. Make it first: create database wetalk owner wetalk.',
    )
  if (NO_RIGHTS.test(code))
    return says(
      'Akun di DATABASE_URL tidak boleh membuat tabel. Jadikan ia pemilik basis datanya: alter database … owner to …; alter schema public owner to ….',
      'The user of DATABASE_URL may not make tables. Make it the owner of its database: alter database … owner to …; alter schema public owner to ….',
    )
  if (code === '55P03')
    return says(
      'Proses lain sedang memperbarui basis data ini. Tunggu sampai selesai, lalu jalankan lagi.',
      'Another process is bringing this database up to date. Wait until it is done, then start again.',
    )
  return undefined
}

export function tooOld(version: number): StartError {
  const major = Math.floor(version / 10_000)
  return new StartError(
    `PostgreSQL di DATABASE_URL adalah versi ${major}; Wetalk perlu versi 15 atau lebih baru.`,
    `The PostgreSQL of DATABASE_URL is version ${major}; Wetalk needs version 15 or later.`,
  )
}

/** Why a step of the schema could not be taken. Each is a transaction of its own: what failed has changed nothing. */
export function failedStep(step: string, error: unknown): StartError {
  const code = String(codeOf(error) ?? '')
  if (code === '55P03')
    return new StartError(
      `Langkah ${step} menunggu tabel yang masih dipakai proses lain. Hentikan semua proses Wetalk pada basis data ini, lalu jalankan lagi; tidak ada yang berubah.`,
      `Step ${step} waited for a table that another process still uses. Stop every process of Wetalk on this database and start again; nothing was changed.`,
      error,
    )
  const said = [code, messageOf(error)].filter(Boolean).join(': ')
  return new StartError(
    `Langkah ${step} gagal (${said}). Tidak ada yang berubah. Bereskan sebabnya dan jalankan lagi, atau kembali ke rilis sebelumnya.`,
    `Step ${step} failed (${said}). Nothing was changed. Mend the cause and start again, or go back to the former release.`,
    error,
  )
}

/** The schema was made by a state of the program that was never released; a file of a release is never changed. */
export function changedStep(step: string): StartError {
  return new StartError(
    `Basis data ini dibuat oleh Wetalk yang langkah ${step}-nya lain, yaitu keadaan di antara dua rilis. Kembalilah ke program yang membuatnya, atau pulihkan cadangan dari sebuah rilis.`,
    `This database was made by a Wetalk whose step ${step} was another one, a state between two releases. Go back to the program that made it, or restore a backup of a release.`,
  )
}

/** What of the data folder or its disk keeps the program from starting; undefined when it is something else. */
export function folderTrouble(error: unknown, dataDir: string): StartError | undefined {
  const code = String(codeOf(error) ?? '')
  if (code === 'ENOSPC' || /No space left on device|Check free disk space/.test(messageOf(error)))
    return new StartError(
      `Disk tempat ${dataDir} sudah penuh. Kosongkan ruang di sana, lalu jalankan lagi; datanya utuh.`,
      `The disk that holds ${dataDir} is full. Make room there and start again; the data is whole.`,
      error,
    )
  const path = error instanceof Error && 'path' in error ? String(error.path) : ''
  if (!path.startsWith(dataDir) || !/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST)$/.test(code)) return undefined
  return new StartError(
    `Folder data ${dataDir} tidak bisa ditulisi (${code}: ${path}). Beri akun ini hak atasnya, atau pakai DATA_DIR lain.`,
    `The data folder ${dataDir} cannot be written to (${code}: ${path}). Give this account the right to it, or use another DATA_DIR.`,
    error,
  )
}

/** Why nobody can listen there, by the system's code. */
export function placeTrouble(
  code: string,
  { host, port }: { host: string; port: number },
): StartError | undefined {
  if (code === 'EADDRINUSE')
    return new StartError(
      `Porta ${port} sudah dipakai program lain. Hentikan yang itu dulu, atau pakai PORT lain.`,
      `Port ${port} is already in use by another program. Stop that one first, or use another PORT.`,
    )
  if (code === 'EACCES')
    return new StartError(
      `Akun ini tidak boleh memakai porta ${port}. Pakai PORT di atas 1023 dan taruh proksi di depannya.`,
      `This account may not use port ${port}. Use a PORT above 1023 and put a proxy in front of it.`,
    )
  if (/^(EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN|EINVAL)$/.test(code))
    return new StartError(
      `Mesin ini tidak punya alamat ${host}. Isi HOST dengan 127.0.0.1, 0.0.0.0, atau salah satu alamatnya.`,
      `This machine has no address ${host}. Set HOST to 127.0.0.1, 0.0.0.0 or one of its own addresses.`,
    )
  return undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

import type { Media } from '#core/whatsapp/draft-part.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

export type FileRow = {
  readonly id: string
  readonly name: string
  readonly mime: string
  readonly media: Media
  readonly size: number
  readonly sha256: string
  readonly storage_key: string
}

export async function fileOf(query: Query, workspaceId: string, id: string): Promise<FileRow | undefined> {
  const rows = await query.rows<FileRow>(sql`
    select id, name, mime, media, size, sha256, storage_key from file where workspace_id = ${workspaceId} and id = ${id}`)
  return rows[0]
}

export async function insertFile(query: Query, workspaceId: string, row: FileRow): Promise<void> {
  await query.run(sql`
    insert into file (workspace_id, id, name, mime, media, size, sha256, storage_key)
    values (${workspaceId}, ${row.id}, ${row.name}, ${row.mime}, ${row.media}, ${row.size}, ${row.sha256}, ${row.storage_key})`)
}

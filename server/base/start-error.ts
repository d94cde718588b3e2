/** The program cannot start as things stand; says what to do in both languages. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly id: string
  readonly en: string
  constructor(id: string, en: string) {
    super(en)
    this.id = id
    this.en = en
  }
}

import { mailsOf } from './mailbox.ts'
import { type Answer, type Loose, until, type Visitor, visitorOf } from './rig.ts'
import { PASSWORD, type Shop, type Stage, take } from './stage.ts'

export type Person = Visitor & { readonly email: string }

/** Visitors of a stage that stands behind a proxy: each of them comes from an address of their own. */
export type People = {
  readonly fresh: () => Visitor
  readonly newPerson: (password?: string) => Promise<Person>
  /** Somebody who was invited into the shop. */
  readonly member: (role: 'admin' | 'agent') => Promise<Person>
  readonly signIn: (email: string, password: string) => Promise<Answer<Loose>>
  /** Asks for a reset and reads the link out of the letter. */
  readonly reset: (person: Person) => Promise<string>
  readonly lettersTo: (email: string) => Promise<{ readonly to: string; readonly text: string }[]>
}

export function peopleOf(stage: Stage, shop: Shop): People {
  let count = 0
  const fresh = () => {
    count++
    return visitorOf(stage.rig.url, { 'x-forwarded-for': `10.${count >> 8}.${count & 255}.7` })
  }
  const newPerson = async (password = PASSWORD) => {
    const visitor = fresh()
    const email = `orang${count}@shop.example`
    await take(visitor, 'POST', '/api/sign-up', { name: 'Orang', email, password, business: 'Lain' })
    return { ...visitor, email }
  }
  const lettersTo = async (email: string) => (await mailsOf(stage.rig)).filter(({ to }) => to === email)
  return {
    fresh,
    newPerson,
    lettersTo,
    async member(role) {
      const person = await newPerson()
      const { id } = await take(shop.owner, 'POST', '/api/invitations', { email: person.email, role })
      await take(person, 'POST', `/api/invitations/${id}/accept`, {})
      return person
    },
    signIn: (email, password) => fresh().call('POST', '/api/sign-in', { email, password }),
    async reset({ email }) {
      const before = await lettersTo(email)
      await take(fresh(), 'POST', '/api/password/forgot', { email })
      const letter = await until('the letter came', async () => {
        const letters = await lettersTo(email)
        return (
          letters.length > before.length &&
          letters.find(({ text }) => !before.some((one) => one.text === text))
        )
      })
      return /token=([\w-]+)/.exec(letter.text)?.[1] ?? ''
    },
  }
}

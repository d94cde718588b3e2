import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { PhoneNumber } from '#core/whatsapp/api.ts'
import { PROFILE_MAX, type Profile as ProfileType, VERTICALS } from '#core/whatsapp/number/profile.ts'

const tag = 'whatsapp'
/** Meta's two-step PIN: six digits. */
const Pin = z
  .string()
  .trim()
  .regex(/^\d{6}$/)

/** What Meta takes of a business profile. */
export const Profile = z.object({
  about: z.string().trim().max(PROFILE_MAX.about),
  address: z.string().trim().max(PROFILE_MAX.address),
  description: z.string().trim().max(PROFILE_MAX.description),
  email: z.union([z.literal(''), z.email().max(PROFILE_MAX.email)]),
  websites: z.array(z.url({ protocol: /^https?$/ }).max(PROFILE_MAX.website)).max(PROFILE_MAX.websites),
  vertical: z.enum(VERTICALS),
}) satisfies z.ZodType<ProfileType>

/** A number of one's own, from its first mention at Meta to the day it is connected, and how customers see it. */
export const ownNumberApi = {
  /** Adds a number to the account at Meta. It is used here from then on, and waits for its code. */
  addNumber: endpoint({
    method: 'POST',
    path: '/api/numbers',
    allow: 'admin',
    tag,
    summary: 'Add a phone number to the account',
  })
    .input(
      z.object({
        /** Country code and the rest, digits only; a leading zero of the rest is dropped. */
        country: z
          .string()
          .trim()
          .regex(/^\d{1,4}$/),
        phone: z
          .string()
          .trim()
          .regex(/^[\d\s-]{4,20}$/),
        name: z.string().trim().min(3).max(100),
      }),
    )
    .output(PhoneNumber),
  requestCode: endpoint({
    method: 'POST',
    path: '/api/numbers/{id}/code',
    allow: 'admin',
    tag,
    summary: 'Ask Meta for a verification code by SMS or call',
  })
    .input(z.object({ id: Id, by: z.enum(['SMS', 'VOICE']), language: z.enum(['id', 'en']) }))
    .output(PhoneNumber),
  verifyCode: endpoint({
    method: 'POST',
    path: '/api/numbers/{id}/verify',
    allow: 'admin',
    tag,
    summary: 'Verify the number with the code',
  })
    .input(
      z.object({
        id: Id,
        code: z
          .string()
          .trim()
          .regex(/^\d{3}[- ]?\d{3}$/),
      }),
    )
    .output(PhoneNumber),
  /** Connects a verified number. Without a PIN the one that is kept is used; the given one is kept sealed. */
  registerNumber: endpoint({
    method: 'POST',
    path: '/api/numbers/{id}/register',
    allow: 'admin',
    tag,
    summary: 'Register the number with its two-step PIN',
  })
    .input(z.object({ id: Id, pin: Pin.optional() }))
    .output(PhoneNumber),
  setPin: endpoint({
    method: 'POST',
    path: '/api/numbers/{id}/pin',
    allow: 'admin',
    tag,
    summary: 'Change the two-step PIN',
  })
    .input(z.object({ id: Id, pin: Pin }))
    .output(PhoneNumber),
  profile: endpoint({
    method: 'GET',
    path: '/api/numbers/{id}/profile',
    allow: 'agent',
    tag,
    summary: 'The business profile that customers see',
  })
    .input(z.object({ id: Id }))
    .output(Profile),
  saveProfile: endpoint({
    method: 'PUT',
    path: '/api/numbers/{id}/profile',
    allow: 'admin',
    tag,
    summary: 'Change the business profile',
  })
    .input(Profile.extend({ id: Id }))
    .output(Profile),
}

/** Mails of the house, in both languages at once: whoever gets them may not have chosen one yet. */
export type Letter = { readonly to: string; readonly subject: string; readonly text: string }

export function resetLetter(to: string, link: string): Letter {
  return {
    to,
    subject: 'Wetalk: atur ulang kata sandi / reset your password',
    text: [
      'Seseorang, semoga Anda, meminta kata sandi baru untuk akun Wetalk ini. Buka tautan ini dalam 30 menit:',
      link,
      'Jika bukan Anda, abaikan saja; kata sandi lama tetap berlaku.',
      '',
      'Someone, hopefully you, asked for a new password of this Wetalk account. Open this link within 30 minutes:',
      link,
      'If it was not you, ignore this mail; the old password stays.',
    ].join('\n'),
  }
}

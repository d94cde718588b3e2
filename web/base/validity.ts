import { useEffect } from 'react'

type Field = HTMLInputElement | HTMLTextAreaElement
type Say = (key: 'fillIn' | 'tooShort' | 'noEmail' | 'noUrl', values?: { count: number }) => string

/** What is missing in a form is said in the language of the page; the browser would say it in its own. */
export function useValidityWords(say: Say): void {
  useEffect(() => {
    const tell = ({ target }: Event) => {
      if (isField(target)) target.setCustomValidity(sentenceOf(target, say))
    }
    const beginAnew = ({ target }: Event) => {
      if (isField(target)) target.setCustomValidity('')
    }
    document.addEventListener('invalid', tell, true)
    document.addEventListener('input', beginAnew, true)
    return () => {
      document.removeEventListener('invalid', tell, true)
      document.removeEventListener('input', beginAnew, true)
    }
  }, [say])
}

/** Empty where the browser's own words have to do. */
function sentenceOf({ validity, minLength, type }: Field, say: Say): string {
  if (validity.valueMissing) return say('fillIn')
  if (validity.tooShort) return say('tooShort', { count: minLength })
  if (validity.typeMismatch) return say(type === 'url' ? 'noUrl' : 'noEmail')
  return ''
}

function isField(target: EventTarget | null): target is Field {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}

import { Languages, SunMoon } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { setLanguage, useLanguage } from '#web/base/i18n.ts'
import { setTheme } from '#web/base/theme.ts'
import { Button } from '#web/ui/Button.tsx'
import { Logo } from '#web/ui/Logo.tsx'
import { ExamplePhone } from '#web/workspace/door/ExamplePhone.tsx'
import { DoorLink } from '#web/workspace/door/way.tsx'
import { useDoorWords } from '#web/workspace/door-words.ts'

/** The page before the door: what is asked at the left, a sample conversation at the right. */
export function DoorFrame({ title, children }: { title: string; children: ReactNode }) {
  const t = useDoorWords()
  useEffect(() => {
    document.title = `${title} · Wetalk`
  }, [title])
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(420px,44%)]">
      <div className="flex min-w-0 flex-col px-5 py-4 sm:px-10 sm:py-6">
        <header className="flex items-center gap-1 sm:gap-2">
          <DoorLink
            to="/"
            className="flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11 font-bold font-display text-lg"
          >
            <span className="grid size-8 place-items-center rounded-md bg-brand text-on-brand">
              <Logo className="size-[22px]" />
            </span>
            {t('brand')}
          </DoorLink>
          <span className="flex-1" />
          <LookButtons />
        </header>
        <main id="main" className="flex flex-1 flex-col justify-center py-8">
          <div className="mx-auto w-full max-w-[460px]">{children}</div>
        </main>
        <footer className="text-center text-fg-3 text-xs">{t('tagline')}</footer>
      </div>
      <aside
        aria-label={t('example')}
        className="hidden place-items-center border-line border-l bg-[radial-gradient(120%_90%_at_80%_10%,var(--brand-soft),var(--sunken)_62%)] p-8 lg:grid"
      >
        <ExamplePhone />
      </aside>
    </div>
  )
}

function LookButtons() {
  const t = useDoorWords()
  const language = useLanguage()
  const flip = () => setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark')
  return (
    <>
      <Button
        tone="ghost"
        icon={<Languages />}
        className="max-sm:px-2"
        onClick={() => void setLanguage(language === 'id' ? 'en' : 'id')}
      >
        {t('otherLanguage')}
      </Button>
      <Button
        tone="ghost"
        aria-label={t('toggleTheme')}
        className="px-2 pointer-coarse:min-w-11"
        onClick={flip}
      >
        <SunMoon />
      </Button>
    </>
  )
}

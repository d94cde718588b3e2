import { Bot, Server, Smartphone } from 'lucide-react'
import { client } from '#web/base/api.ts'
import { language } from '#web/base/i18n.ts'
import { rememberSignedIn } from '#web/base/session.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { DoorFrame } from '#web/workspace/door/DoorFrame.tsx'
import { ExamplePhone } from '#web/workspace/door/ExamplePhone.tsx'
import { useInstance } from '#web/workspace/door/use-instance.ts'
import { useSubmit } from '#web/workspace/door/use-submit.ts'
import { DoorLink } from '#web/workspace/door/way.tsx'
import { useDoorWords } from '#web/workspace/door-words.ts'

/** The address `/` for whoever is not signed in: try at once, or create an account. */
export function FirstPage() {
  const t = useDoorWords()
  const instance = useInstance()
  const demo = instance?.demo ?? false
  const open = instance?.signUp ?? true
  const simulated = instance?.simulator ?? true
  const start = useSubmit(
    () => client.workspace.demo({ language: language() }),
    () => {
      rememberSignedIn()
      location.assign('/simulator')
    },
  )
  return (
    <DoorFrame title={t('brand')}>
      <h1 className="text-balance font-bold text-[34px] leading-[40px] tracking-[-.025em]">
        {t('firstTitle')}
      </h1>
      <p className="mt-3 text-pretty text-fg-2 text-lg">{t(simulated ? 'firstText' : 'firstTextReal')}</p>
      <div className="mt-6 flex flex-wrap gap-2.5">
        {demo && (
          <Button tone="primary" size="lg" icon={<Smartphone />} busy={start.busy} onClick={start.submit}>
            {t('tryNow')}
          </Button>
        )}
        <DoorLink
          to={open ? '/daftar' : '/masuk'}
          className={buttonClass({ size: 'lg', tone: demo ? 'secondary' : 'primary' })}
        >
          {t(open ? 'createAccount' : 'signIn')}
        </DoorLink>
      </div>
      {demo && <TryNote days={instance?.trialDays ?? null} />}
      {start.failed && (
        <Banner tone="danger" role="alert" className="mt-4">
          {start.failed.words}
        </Banner>
      )}
      <p className="mt-5 pointer-coarse:mt-3">
        <DoorLink
          to={open ? '/masuk' : '/lupa'}
          className="inline-block py-1 font-medium pointer-coarse:py-3 text-base text-brand-soft-fg hover:underline"
        >
          {t(open ? 'haveAccount' : 'forgot')}
        </DoorLink>
      </p>
      <ul className="mt-8 grid gap-4 border-line border-t pt-6 sm:grid-cols-3">
        <Point icon={<Server />} title={t('point1')} text={t('point1Text')} />
        <Point
          icon={<Smartphone />}
          title={t(simulated ? 'point2' : 'point2Real')}
          text={t(simulated ? 'point2Text' : 'point2RealText')}
        />
        <Point icon={<Bot />} title={t('point3')} text={t('point3Text')} />
      </ul>
      <div className="mt-8 flex justify-center lg:hidden">
        <ExamplePhone />
      </div>
    </DoorFrame>
  )
}

/** What one gets, and how long it stays when nobody uses it. */
function TryNote({ days }: { days: number | null }) {
  const t = useDoorWords()
  return (
    <p className="mt-3 text-fg-3 text-sm">
      {t('tryNote')} {days !== null && t('tryEnds', { days })}
    </p>
  )
}

function Point({ icon, title, text }: { icon: React.ReactNode; title: string; text: string }) {
  return (
    <li>
      <span aria-hidden className="text-brand [&_svg]:size-5">
        {icon}
      </span>
      <p className="mt-1.5 font-semibold text-sm">{title}</p>
      <p className="mt-0.5 text-fg-3 text-xs">{text}</p>
    </li>
  )
}

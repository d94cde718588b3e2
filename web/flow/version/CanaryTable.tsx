import type { CanaryReport, VersionRuns } from '#core/flow/version/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useReleaseWords } from '#web/flow/version/release-words.ts'

const FATES = ['waiting', 'ended', 'handedOver', 'givenUp', 'failed'] as const

/** What became of the runs of both versions, in numbers and as shares of those that began. */
export function CanaryTable({ report: { canary, stable } }: { report: CanaryReport }) {
  const t = useReleaseWords()
  const language = useLanguage()
  const number = new Intl.NumberFormat(language)
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const sides = [canary, stable]
  if (canary.begun + stable.begun === 0) return <p className="text-xs text-fg-3">{t('none')}</p>
  return (
    <>
      <table className="w-full text-xs">
        <caption className="sr-only">{t('compared')}</caption>
        <thead>
          <tr className="border-b border-line text-fg-2">
            <td />
            {sides.map((side) => (
              <th key={side.versionId} scope="col" className="tnum py-1 pl-2 text-right font-semibold">
                {t('column', { version: side.number, share: side.share })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tnum">
          <tr>
            <th scope="row" className="py-1 text-left font-medium">
              {t('begun')}
            </th>
            {sides.map(({ versionId, begun }) => (
              <td key={versionId} className="pl-2 text-right font-medium">
                {number.format(begun)}
              </td>
            ))}
          </tr>
          {FATES.map((fate) => (
            <tr key={fate}>
              <th scope="row" className="py-1 text-left font-normal text-fg-2">
                {t(fate)}
              </th>
              {sides.map((side) => (
                <td key={side.versionId} className="pl-2 text-right">
                  {number.format(side[fate])}
                  <span className="ml-1.5 inline-block w-9 text-fg-3">
                    {side.begun > 0 && percent.format(side[fate] / side.begun)}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="space-y-1 text-xs">
        <dt className="font-medium">{t('stops')}</dt>
        {sides.map((side) => (
          <dd key={side.versionId} className="flex gap-2">
            <span className="tnum shrink-0 text-fg-3">v{side.number}</span>
            <span className="min-w-0 [overflow-wrap:anywhere]">{stopsOf(side)}</span>
          </dd>
        ))}
      </dl>
    </>
  )

  function stopsOf({ stops }: VersionRuns): string {
    if (stops.length === 0) return t('stopsNone')
    return stops.map(({ name, lost }) => t('stop', { name, count: lost })).join(', ')
  }
}

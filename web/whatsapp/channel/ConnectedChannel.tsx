import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Channel, PhoneNumber } from '#core/whatsapp/api.ts'
import { keep, kept } from '#web/base/keep.ts'
import { orpc } from '#web/base/query.ts'
import { AsideCard } from '#web/whatsapp/aside/AsideCard.tsx'
import { ChannelCard } from '#web/whatsapp/channel/ChannelCard.tsx'
import { DisconnectCard, SimulatedBanner } from '#web/whatsapp/channel/DisconnectCard.tsx'
import { NumbersList } from '#web/whatsapp/channel/NumbersList.tsx'
import { ConnectWizard } from '#web/whatsapp/connect/ConnectWizard.tsx'
import { stepOf } from '#web/whatsapp/connect/step-of.ts'
import { DoctorCard } from '#web/whatsapp/doctor/DoctorCard.tsx'
import { LimitCard } from '#web/whatsapp/number/LimitCard.tsx'
import { VerificationCard } from '#web/whatsapp/verification/VerificationCard.tsx'
import { ChannelNotices } from '#web/workspace/ChannelNotices.tsx'

/** A channel that is there: what is still to be done and what is broken first, then its numbers, then how it stands. */
export function ConnectedChannel({
  channel,
  used,
  may,
}: {
  channel: Channel
  used: readonly PhoneNumber[]
  may: boolean
}) {
  const numbers = useQuery(orpc.whatsapp.numbers.queryOptions()).data ?? used
  const world = useQuery(orpc.whatsapp.simulator.queryOptions()).data?.world
  const isSick = useQuery(orpc.whatsapp.checkup.queryOptions()).data?.checkup?.worst === 'broken'
  const step = stepOf(channel, numbers)
  const key = `bot-later-${channel.id}`
  const [isLater, setLater] = useState(() => kept(key) === 'yes')
  const later = () => {
    keep(key, 'yes')
    setLater(true)
  }
  const troubled = channel.trouble !== null
  const isAskingForBot = may && step === 'bot' && !isLater
  const card = <ChannelCard channel={channel} simulated={Boolean(world)} may={may} />
  const doctor = <DoctorCard key="doctor" channel={channel} may={may} ready={step !== 'webhook'} />
  return (
    <>
      <ChannelNotices />
      {may && world && step === null && <SimulatedBanner channel={channel} />}
      {may && step && (step !== 'bot' || isAskingForBot) && (
        <ConnectWizard step={step} channel={channel} numbers={numbers} onLater={later} />
      )}
      {troubled && card}
      {isSick && step === null && doctor}
      {numbers.length > 0 && step !== 'numbers' && (
        <NumbersList numbers={numbers} may={may} linkedAbove={isAskingForBot} />
      )}
      {numbers.length > 0 && step !== 'numbers' && (
        <LimitCard numbers={numbers.filter(({ used: isUsed }) => isUsed)} />
      )}
      {!(isSick && step === null) && doctor}
      {may && <AsideCard />}
      <VerificationCard />
      {!troubled && !(may && step === 'webhook') && card}
      {may && <DisconnectCard channel={channel} simulated={Boolean(world)} />}
    </>
  )
}

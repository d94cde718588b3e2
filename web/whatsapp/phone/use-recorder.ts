import { useCallback, useEffect, useRef, useState } from 'react'
import { MINUTE, SECOND } from '#core/base/time.ts'

/** WhatsApp's own form first; else what this browser can write. */
const FORMATS = [
  { mime: 'audio/ogg;codecs=opus', ending: 'ogg' },
  { mime: 'audio/mp4', ending: 'm4a' },
  { mime: 'audio/webm;codecs=opus', ending: 'webm' },
] as const
/** Well below the 16 MB that Meta takes. */
const LENGTH_MAX = 10 * MINUTE

export type Recorder = {
  /** Seconds since it runs; null: it does not. */
  readonly seconds: number | null
  readonly start: () => void
  readonly finish: () => void
  readonly drop: () => void
}

/** Only where a microphone may be asked for: https or this machine. */
export const canRecord = () => typeof MediaRecorder !== 'undefined' && navigator.mediaDevices !== undefined

/** Records a voice message; `onSound` gets it when it is finished, `onRefused` is told when there is no microphone. */
export function useRecorder(onSound: (sound: File) => void, onRefused: () => void): Recorder {
  const [seconds, setSeconds] = useState<number | null>(null)
  const running = useRef<MediaRecorder | null>(null)
  /** Counts the wishes to record: an answer to an older one, or to one that was dropped, is not wanted any more. */
  const wish = useRef(0)
  const heard = useRef(onSound)
  heard.current = onSound
  const end = useCallback((isWanted: boolean) => {
    wish.current += 1
    const recorder = running.current
    running.current = null
    setSeconds(null)
    if (!recorder) return
    if (!isWanted) recorder.ondataavailable = null
    if (recorder.state !== 'inactive') recorder.stop()
    for (const track of recorder.stream.getTracks()) track.stop()
  }, [])
  useEffect(() => () => end(false), [end])
  const isOn = seconds !== null
  useEffect(() => {
    if (!isOn) return
    const startedAt = Date.now()
    const timer = setInterval(() => {
      const passed = Date.now() - startedAt
      if (passed >= LENGTH_MAX) end(true)
      else setSeconds(Math.floor(passed / SECOND))
    }, SECOND / 4)
    return () => clearInterval(timer)
  }, [isOn, end])
  const start = async () => {
    const format = FORMATS.find(({ mime }) => MediaRecorder.isTypeSupported(mime))
    if (!format || running.current) return
    wish.current += 1
    const mine = wish.current
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      if (mine !== wish.current) {
        for (const track of stream.getTracks()) track.stop()
        return
      }
      const recorder = new MediaRecorder(stream, { mimeType: format.mime })
      recorder.ondataavailable = ({ data }) => {
        if (data.size > 0)
          heard.current(
            new File([data], `suara.${format.ending}`, { type: recorder.mimeType || format.mime }),
          )
      }
      running.current = recorder
      recorder.start()
      setSeconds(0)
    } catch {
      onRefused() // no microphone, or the person said no
    }
  }
  return { seconds, start: () => void start(), finish: () => end(true), drop: () => end(false) }
}

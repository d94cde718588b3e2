import { Download, X, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useBaseWords } from '#web/base/words.ts'
import { useWords } from '#web/chat/words.ts'
import { cx } from '#web/ui/cx.ts'

const ZOOMS = [1, 1.5, 2, 3] as const
const BUTTON =
  'grid size-10 place-items-center rounded-full bg-black/55 text-white hover:bg-black/75 [&_svg]:size-5'

/** A picture over the whole page: + and − zoom, Esc and the ground close it, focus returns to its bubble. */
export function Lightbox({ src, name, onClose }: { src: string; name: string; onClose: () => void }) {
  const t = useWords()
  const base = useBaseWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const [zoom, setZoom] = useState(0)
  const step = (by: number) => setZoom((at) => Math.min(ZOOMS.length - 1, Math.max(0, at + by)))
  const scale = ZOOMS[zoom] ?? 1
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-label={name || t('media.image')}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && dialog.current?.close()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === '+' || event.key === '=') step(1)
        if (event.key === '-') step(-1)
      }}
      className="m-0 h-dvh max-h-none w-screen max-w-none bg-transparent p-0 backdrop:bg-black/85"
    >
      <div className="scroll grid h-full w-full place-items-center">
        <button
          type="button"
          aria-label={zoom === 0 ? t('media.zoomIn') : t('media.zoomOut')}
          onClick={() => setZoom(zoom === 0 ? 2 : 0)}
          className={cx('block', zoom === 0 ? 'cursor-zoom-in' : 'cursor-zoom-out')}
        >
          <img
            src={src}
            alt={name || t('media.image')}
            className="block object-contain"
            style={{
              maxWidth: `${94 * scale}vw`,
              maxHeight: `${88 * scale}dvh`,
              minWidth: scale > 1 ? `${60 * scale}vw` : undefined,
            }}
          />
        </button>
      </div>
      <div className="fixed top-[max(12px,env(safe-area-inset-top))] right-3 flex gap-2">
        <button type="button" aria-label={t('media.zoomOut')} className={BUTTON} onClick={() => step(-1)}>
          <ZoomOut aria-hidden="true" />
        </button>
        <button type="button" aria-label={t('media.zoomIn')} className={BUTTON} onClick={() => step(1)}>
          <ZoomIn aria-hidden="true" />
        </button>
        <a href={src} download={name || 'image'} aria-label={t('media.download')} className={BUTTON}>
          <Download aria-hidden="true" />
        </a>
        <button
          type="button"
          aria-label={base('close')}
          className={BUTTON}
          onClick={() => dialog.current?.close()}
        >
          <X aria-hidden="true" />
        </button>
      </div>
    </dialog>
  )
}

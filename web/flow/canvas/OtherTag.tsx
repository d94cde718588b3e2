import { useCanvasWords } from '#web/flow/canvas-words.ts'

/** Who else has this step open, above its card. */
export function OtherTag({ name }: { name: string }) {
  const words = useCanvasWords()
  return (
    <span
      title={words('people.on', { name })}
      className="absolute -top-[22px] -left-px max-w-40 truncate rounded-t-sm rounded-br-sm bg-violet-soft px-1.5 text-2xs leading-5 font-medium text-violet-fg"
    >
      {name}
    </span>
  )
}

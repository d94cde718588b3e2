/** The product's mark, in the colour of the text around it. */
export function Logo({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <path
        d="M7 12.5a6 6 0 0 1 6-6h6a6.5 6.5 0 0 1 0 13h-5.2L8.6 24.2A1 1 0 0 1 7 23.4z"
        fill="currentColor"
      />
    </svg>
  )
}

import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Opens the comments beside the canvas. */
export function useOpenComments(): () => void {
  const navigate = useNavigate()
  return useCallback(() => {
    void navigate({ to: '.', search: (before: object) => ({ ...before, panel: 'comments' }), replace: true })
  }, [navigate])
}

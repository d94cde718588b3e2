export const TEAM_NAME_MAX = 40
export const TEAM_MEMBERS_MAX = 50
/** How many workspaces one person may own. */
export const OWNED_MAX = 50
/** Where trials end at all (DEMO=1), one that nobody has used for so many days is taken away. */
export const TRIAL_DAYS = 7

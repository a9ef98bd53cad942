export interface Topic {
  id: number
  title: string
  closed: boolean
  deleted: boolean
}

export interface Membership {
  status: string
  is_member?: boolean
}

/** The groups of one bot: who is in them, their topics, where they went, which put the bot out. */
export interface GroupState {
  setMember(group: number, user: number, membership: Membership): void
  /** Whoever is in no group "left" it. */
  member(group: number, user: number): Membership
  /** Turns topics on. */
  makeForum(group: number): void
  isForum(group: number): boolean
  addTopic(group: number, id: number, title: string): Topic
  /** Deleted ones too, in the order they were made. */
  topics(group: number): Topic[]
  topic(group: number, id: number): Topic | null
  migrate(from: number, to: number): void
  /** Where it went; null while it is where it was. */
  movedTo(group: number): number | null
  expel(group: number, isExpelled: boolean): void
  isExpelled(group: number): boolean
}

export function groupState(): GroupState {
  const members = new Map<string, Membership>()
  const forums = new Map<number, Topic[]>()
  const moved = new Map<number, number>()
  const expelled = new Set<number>()
  const topics = (group: number): Topic[] => forums.get(group) ?? []

  return {
    setMember: (group, user, membership) => void members.set(`${group} ${user}`, membership),
    member: (group, user) => members.get(`${group} ${user}`) ?? { status: 'left' },
    makeForum: (group) => void forums.set(group, topics(group)),
    isForum: (group) => forums.has(group),
    addTopic(group, id, title) {
      const topic = { id, title, closed: false, deleted: false }
      forums.set(group, [...topics(group), topic])
      return topic
    },
    topics,
    topic: (group, id) => topics(group).find((topic) => topic.id === id && !topic.deleted) ?? null,
    migrate(from, to) {
      moved.set(from, to)
      for (const [key, membership] of [...members]) {
        const [group, user] = key.split(' ')
        if (group === String(from)) members.set(`${to} ${user}`, membership)
      }
    },
    movedTo: (group) => moved.get(group) ?? null,
    expel: (group, isExpelled) => void (isExpelled ? expelled.add(group) : expelled.delete(group)),
    isExpelled: (group) => expelled.has(group),
  }
}

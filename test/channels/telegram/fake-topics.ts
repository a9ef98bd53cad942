import type { Json } from './fake-body.ts'
import type { ChatState } from './fake-chats.ts'
import type { Topic } from './fake-groups.ts'
import { newTopicPayload, topicPayload } from './fake-payloads.ts'
import { Refusal } from './fake-refusal.ts'

/** The methods for the topics of a group. */
export function topicMethods(chats: ChatState): Record<string, (payload: Json) => unknown> {
  const { groups } = chats

  function topicOf(payload: Json): { topic: Topic; chat: number; name: string } {
    const { chat_id, message_thread_id, name } = topicPayload.parse(payload)
    if (!groups.isForum(chat_id)) throw new Refusal(400, 'Bad Request: the chat is not a forum')
    const topic = groups.topic(chat_id, message_thread_id)
    if (!topic) throw new Refusal(400, 'Bad Request: TOPIC_ID_INVALID')
    return { topic, chat: chat_id, name: name || topic.title }
  }

  function turn(payload: Json, closed: boolean): true {
    const { topic } = topicOf(payload)
    if (topic.closed === closed) throw new Refusal(400, 'Bad Request: TOPIC_NOT_MODIFIED')
    topic.closed = closed
    return true
  }

  return {
    createForumTopic(payload) {
      const { chat_id, name } = newTopicPayload.parse(payload)
      if (!groups.isForum(chat_id)) throw new Refusal(400, 'Bad Request: the chat is not a forum')
      const { id } = groups.addTopic(chat_id, chats.nextId(), name)
      return { message_thread_id: id, name, icon_color: 7322096 }
    },
    editForumTopic(payload) {
      const { topic, name } = topicOf(payload)
      if (name === topic.title) throw new Refusal(400, 'Bad Request: TOPIC_NOT_MODIFIED')
      topic.title = name
      return true
    },
    closeForumTopic: (payload) => turn(payload, true),
    reopenForumTopic: (payload) => turn(payload, false),
    deleteForumTopic(payload) {
      const { topic, chat } = topicOf(payload)
      topic.deleted = true
      chats.clear(chat, topic.id)
      return true
    },
  }
}

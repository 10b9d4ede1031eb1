package simulator

import "strings"

// method is one of the Bot API's methods: its name, the parameters that are
// read or knowingly passed over, and what it does. Names are those of the
// Bot API; a test compares them with its specification.
type method struct {
	name   string
	params []string
	sends  bool // makes or changes a message: faults and rates apply
	run    func(*Server, *call) (any, error)
}

// methods by their lowercase name: the real server does not mind the case.
var methods = index(
	method{name: "getMe", run: (*Server).getMe},
	method{name: "logOut", run: done},
	method{name: "close", run: done},
	method{name: "getUpdates", params: words("offset limit timeout allowed_updates"), run: (*Server).getUpdates},
	method{
		name: "setWebhook", params: words("url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token"),
		run: (*Server).setWebhook,
	},
	method{name: "deleteWebhook", params: words("drop_pending_updates"), run: (*Server).deleteWebhook},
	method{name: "getWebhookInfo", run: (*Server).getWebhookInfo},

	method{
		name: "sendMessage", sends: true,
		params: words("business_connection_id chat_id message_thread_id text parse_mode entities link_preview_options disable_notification " +
			"protect_content allow_paid_broadcast message_effect_id reply_parameters reply_markup"), run: (*Server).sendMessage,
	},
	method{
		name: "editMessageText", sends: true,
		params: words("business_connection_id chat_id message_id inline_message_id text parse_mode entities link_preview_options reply_markup"),
		run:    (*Server).editMessageText,
	},
	method{
		name: "editMessageReplyMarkup", sends: true,
		params: words("business_connection_id chat_id message_id inline_message_id reply_markup"), run: (*Server).editMessageReplyMarkup,
	},
	method{
		name: "sendPhoto", sends: true,
		params: words("business_connection_id chat_id message_thread_id photo caption parse_mode caption_entities show_caption_above_media " +
			"has_spoiler disable_notification protect_content allow_paid_broadcast message_effect_id reply_parameters reply_markup"),
		run: (*Server).sendPhoto,
	},
	method{
		name: "sendDocument", sends: true,
		params: words("business_connection_id chat_id message_thread_id document thumbnail caption parse_mode caption_entities " +
			"disable_content_type_detection disable_notification protect_content allow_paid_broadcast message_effect_id reply_parameters " +
			"reply_markup"), run: (*Server).sendDocument,
	},
	method{
		name: "editMessageCaption", sends: true,
		params: words("business_connection_id chat_id message_id inline_message_id caption parse_mode caption_entities " +
			"show_caption_above_media reply_markup"), run: (*Server).editMessageCaption,
	},
	method{name: "deleteMessage", params: words("chat_id message_id"), run: (*Server).deleteMessage},
	method{name: "deleteMessages", params: words("chat_id message_ids"), run: (*Server).deleteMessages},
	method{name: "sendChatAction", params: words("business_connection_id chat_id message_thread_id action"), run: (*Server).sendChatAction},
	method{name: "answerCallbackQuery", params: words("callback_query_id text show_alert url cache_time"), run: (*Server).answerCallbackQuery},

	method{
		name: "answerInlineQuery", params: words("inline_query_id results cache_time is_personal next_offset button"),
		run: (*Server).answerInlineQuery,
	},

	method{name: "getChat", params: words("chat_id"), run: (*Server).getChat},
	method{name: "getChatMember", params: words("chat_id user_id"), run: (*Server).getChatMember},
	method{name: "getChatMemberCount", params: words("chat_id"), run: (*Server).getChatMemberCount},
	method{name: "getChatAdministrators", params: words("chat_id return_bots"), run: (*Server).getChatAdministrators},
	method{name: "leaveChat", params: words("chat_id"), run: (*Server).leaveChat},

	method{name: "setMyCommands", params: words("commands scope language_code"), run: (*Server).setMyCommands},
	method{name: "getMyCommands", params: words("scope language_code"), run: (*Server).getMyCommands},
	method{name: "deleteMyCommands", params: words("scope language_code"), run: (*Server).deleteMyCommands},
	method{name: "setMyName", params: words("name language_code"), run: setText("name", 64)},
	method{name: "getMyName", params: words("language_code"), run: getText("name")},
	method{name: "setMyDescription", params: words("description language_code"), run: setText("description", 512)},
	method{name: "getMyDescription", params: words("language_code"), run: getText("description")},
	method{name: "setMyShortDescription", params: words("short_description language_code"), run: setText("short_description", 120)},
	method{name: "getMyShortDescription", params: words("language_code"), run: getText("short_description")},
)

func index(list ...method) map[string]method {
	byName := make(map[string]method, len(list))
	for _, m := range list {
		byName[strings.ToLower(m.name)] = m
	}
	return byName
}

func words(s string) []string { return strings.Fields(s) }

func done(*Server, *call) (any, error) { return true, nil }

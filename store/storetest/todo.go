package storetest

var storyRules, keeperRules, chatRules, outboxRules []rule

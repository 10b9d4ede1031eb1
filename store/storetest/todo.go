package storetest

var articleRules, quoteRules, storyRules, keeperRules, chatRules, outboxRules []rule

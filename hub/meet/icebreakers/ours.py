"""Which questions to begin a talk with does every hub have? Twenty, in words that can be translated."""

from collections.abc import Sequence

from hub.kit.saying import Saying, say

# Only ever add at the end: those drawn together keep theirs by its number.
OURS: Sequence[Saying] = (
    say("What is your favourite spot here, and who showed it to you?"),
    say("Which shop, café or bench would you miss most if it were gone?"),
    say("What did you learn lately, and who taught you?"),
    say("What could you show somebody else in an hour?"),
    say("What would you like to be able to do by this time next year?"),
    say("How did you come to live here?"),
    say("What has changed most around here since you came?"),
    say("What do you do on a Sunday morning?"),
    say("Which book, song or programme have you told somebody about lately?"),
    say("What did you want to be when you were ten?"),
    say("What is the best thing you have ever mended?"),
    say("Which dish do you cook when somebody comes?"),
    say("Who around here should more people know about?"),
    say("What do you find easy that others find hard?"),
    say("What would you ask for help with, if asking were easy?"),
    say("Which walk from here would you recommend?"),
    say("What made you laugh last week?"),
    say("What would you put on the empty plot, or in the empty shop?"),
    say("Which piece of advice did you not take, and were right not to?"),
    say("What are you looking forward to?"),
)

# The survey: offered, asked, looked over, kept.

## On the home screen
survey-untitled = Survey
survey-home-after = Before you go: { $title }
survey-home-long = { $minutes ->
    [one] About { $minutes } minute, no name asked
   *[other] About { $minutes } minutes, no name asked
}

## Before the first question
survey-offer-long = { $minutes ->
    [one] Up to { $questions } questions, about { $minutes } minute. You may stop at any time.
   *[other] Up to { $questions } questions, about { $minutes } minutes. You may stop at any time.
}
survey-offer-anonymous = Nobody learns who you are: no name, no number, no picture. What is kept is your answers, the hour and the language in which you gave them, and how you used the stand, such as with speech or in large text.
survey-offer-text = If you write something, please name nobody. Identity numbers, phone and card numbers and e-mail addresses are taken out before your answer is kept.
survey-offer-partial = { $policy ->
    [send] If you walk away before the end, what you have answered by then is sent.
   *[discard] If you walk away before the end, your answers are erased.
}
survey-begin = Begin
survey-go-on = Go on answering
survey-not-now = Not now
survey-phone = On your own phone
survey-phone-how = Point your phone's camera at the code, or open this address:
survey-phone-code = Code that opens { $address }

## Questions
survey-progress = Question { $at } of { $of }
survey-skip = Skip
survey-decline = I prefer not to say
survey-acknowledge = I understand
survey-order-right = This order is right
survey-open-keyboard = Write
survey-open-digits = Enter a number
survey-open-for = { $open }: { $question }
survey-typing = Your answer
survey-text-cleaned = Please name nobody. Numbers by which a person can be found are taken out.
survey-taken-out = A number was taken out of your text.
survey-answer-unsaid = (your answer)
survey-unanswered = No answer

## When something is missing
survey-problem-of = { $question } { $problem }
survey-missing = { $kind ->
    [one] Please choose an answer.
    [many] Please choose at least one answer.
    [rank] Please put the answers in order, or confirm their order.
    [whole] Please enter a whole number.
    [number] Please enter a number.
    [date] Please choose a date.
    [acknowledge] Please confirm that you have read this.
   *[text] Please write an answer.
} { $decline ->
    [true] If you would rather not answer, choose “I prefer not to say”.
   *[false] {""}
}
survey-constraint = This answer does not fit. Please check and change it.
survey-not-understood = { $kind ->
    [whole] Please enter a whole number in digits, such as 12.
    [number] Please enter a number in digits, such as 2.5.
   *[other] This answer cannot be understood. Please give another one.
}
survey-too-long = { $most ->
    [one] The answer is too long: { $most } character at most. Please shorten it.
   *[other] The answer is too long: { $most } characters at most. Please shorten it.
}

## Looking over
survey-review-title = Check your answers
survey-review-how = Questions answered: { $answered }. To change an answer, choose it. “Send” is at the very end.
survey-send = Send

## Leaving
survey-leaving-title = What should become of your answers?
survey-leaving-so-far = Questions answered: { $answered }.
survey-leaving-left-out = Left out, because they do not fit: { $count }.
survey-leaving-send = Send what I have answered
survey-discard = Erase my answers
survey-saving = Your answer is being saved.
survey-idle = { $policy ->
    [send] What you have answered will be sent.
    [retry] The stand will try once more to save your answers.
    [phone] Your answers are not saved. What you have not sent by telephone is erased.
   *[discard] Your answers will be erased.
}

## When it could not be kept
survey-failed-title = Your answer is not saved
survey-failed-why = { $why ->
    [full] The stand's disk is full. Nothing was sent.
    [disk] The stand's disk does not work. Nothing was sent.
   *[seal] The survey is not set up correctly. Nothing was sent.
}
survey-failed-still-here = Your answers are still here. You can try again.
survey-failed-again = Try again
survey-failed-look = Back to my answers

## When it is kept
survey-receipt-title = Thank you! Your answer is kept
survey-receipt-title-partly = Thank you! What you answered is kept
survey-receipt-answered = Questions answered: { $answered }.
survey-receipt-then = Your answer is sealed on this stand and goes to the centre by itself. It has no number: nobody can find out whose it is. The results are published on the stand, under “Survey results”.
survey-receipt-done = Done

## For inspectors
survey-inspectors = For inspectors
survey-inspect = Check this stand
survey-pin-entry = PIN
survey-pin-wrong = This is not the PIN. Tries left: { $left }.
survey-pin-closed = { $minutes ->
    [one] Too many wrong PINs. Try again in { $minutes } minute.
   *[other] Too many wrong PINs. Try again in { $minutes } minutes.
}

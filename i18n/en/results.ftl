# Survey results: the centre's pages, files, and the summary on the stands.

## Words and numbers
results-withheld = withheld
results-acknowledged = I understand
results-class-below = below { $number }
results-class-between = { $from } to below { $to }
results-class-from = { $number } and above
results-class-before = before { $day }
results-class-since = { $day } and later
results-not = not so: { $what }
results-sent = Sent
results-left = Left unfinished
results-no-stand = { $body }: not from a stand
results-month-1 = January { $year }
results-month-2 = February { $year }
results-month-3 = March { $year }
results-month-4 = April { $year }
results-month-5 = May { $year }
results-month-6 = June { $year }
results-month-7 = July { $year }
results-month-8 = August { $year }
results-month-9 = September { $year }
results-month-10 = October { $year }
results-month-11 = November { $year }
results-month-12 = December { $year }
results-manner-speech = With speech
results-manner-switches = With switches
results-manner-keys = With keys
results-manner-exploration = Hearing what is under the finger
results-manner-large-text = In large text
results-manner-contrast = In other colours
results-manner-reach = Everything within reach
results-manner-phone = On their own phone
results-manner-usual = In the usual way

## Signing in
results-sign-in = Sign in
results-sign-in-button = Sign in
results-sign-out = Sign out
results-signed-in = Signed in: { $account }
results-account = Account
results-password = Password
results-password-hint = Five groups of five characters, with hyphens.
results-wrong = The account or the password is wrong. Check both and enter them again.
results-too-often = Too many attempts. Try again in { $minutes } min.
results-stale = This page is out of date
results-stale-advice = Reload the page and try again.
results-foot = These pages keep one cookie: that you are signed in. There is no script.

## The list of surveys
results-title = Survey results
results-none = There are no surveys yet.
results-survey = Survey
results-state = State
results-answers = Answers
results-state-draft = In preparation
results-state-open = Open
results-state-closed = Closed
results-counting = The answers are being counted
results-counting-advice = Reload this page in a minute.
results-aside-link = Set aside: { $count }

## Whose answers
results-filter = Whose answers
results-all = All
results-place = Place
results-regions = Regions
results-bodies = Bodies
results-stands = Stands
results-period = Month
results-language = Language of the answer
results-manner = Way of using the stand
results-completeness = Completeness
results-version = Version
results-apply = Show
results-clear = Remove the conditions
results-now = Now: { $conditions }
results-nobody = There are no such answers.
results-few = There are fewer than 5 such answers, or they would tell of fewer than 5 people: nothing is shown.
results-too-fine = Too many conditions: small groups cannot be protected. Remove one.

## A survey
results-overview = Overview
results-respondents = Number of answers
results-respondents-are = Answers: { $count }
results-questions = Questions
results-over-time = Over time
results-by-place = By place
results-by-language = By language
results-by-manner = By way of using the stand
results-manner-note = One person may use several ways: the rows may add up to more than the whole.
results-by-version = By version
results-by-month = By month
results-by-day = By day
results-by-region = By region
results-by-body = By body
results-by-stand = By stand
results-by-sent = By completeness
results-too-long = { $title }: { $count } rows are too many for this page.
results-too-long-files = The files have them all.
results-part = Part
results-count = Number
results-share = Share
results-interval = 95% interval
results-interval-of = { $low } to { $high }
results-protection = Numbers below 5 are not shown. Where such a number could be worked out, another one is withheld too.
results-chance = The interval allows for chance only: people answered of their own accord, they are no sample of all visitors.

## A question
results-answer = Answer
results-answered = Answered
results-declined = Preferred not to say
results-passed = Passed over
results-unseen = Not asked, or left before
results-base-is = How many answered is withheld: the shares are of { $count }, of whom a few did not answer.
results-first = Put first
results-mean-place = Mean place
results-mean = Mean: { $mean } ({ $low } to { $high })
results-quarters = Quartiles: { $lower }, { $median }, { $upper }. A quarter of the answers is not above the first, half not above the second, three quarters not above the third.
results-lacking = These versions lack the question: { $versions }.
results-many-note = Several answers may be chosen: the shares may add up to more than 100%.
results-distribution = Distribution of answers
results-who = Who answered
results-read-texts = Read what was written
results-put-beside = Put it beside

## A cross-table
results-cross = Cross-table
results-cross-question = Question
results-cross-against = Beside what
results-circumstances = Circumstances
results-cross-of = { $question } – { $against }
results-everybody = Everybody
results-settled = A condition leaves one row of this table. Remove it or choose something else.
results-words-not-counted = Answers in words are not counted. Choose another question.
results-cross-caption = In each cell: the number, and its share of those in the row who answered (with the 95% interval)

## Words and leaving
results-texts = Answers in words
results-texts-note = In alphabetical order, without time or place. Numbers and addresses were removed.
results-texts-conditions = Answers in words are shown of all, or of one place. Under other conditions they are not: two lists held side by side could tell who wrote what.
results-texts-few = Fewer than 5 people wrote something: it is not shown.
results-pages = Pages
results-leaving = Where people left
results-seen = Saw it
results-left-here = Left here
results-left-share = Of those who saw it
results-leaving-note = Unfinished answers arrive only where the survey takes them.
results-question = Question

## Set aside
results-aside = Answers set aside
results-aside-note = These answers could not be opened or did not pass the checks. Nothing is lost: once the cause is mended they are taken again (aqparat-server survey quarantine retry).
results-aside-none = No answers are set aside.
results-reason = Reason
results-stand = Stand
results-body = Body

## Files
results-export = Files
results-export-note = The files hold the numbers of these pages, under the same conditions and the same protection.
results-file-distributions = Distributions, CSV
results-file-counts = Counts by place and over time, CSV
results-file-crosstables = Cross-tables, CSV
results-file-xlsx = All in one file, Excel (XLSX)
results-file-json = Open data, JSON
results-file-sps = SPSS syntax
results-file-sps-data = Data for the SPSS syntax, CSV
results-file-sps-note = Save both SPSS files in one folder. The data are numbers of groups (weights), not single answers.
results-about = About
results-made = Made on
results-conditions = Conditions
results-base = Base of the share
results-low = Lower end
results-high = Upper end
results-about-file = Numbers and shares of the answers to the survey “{ $survey }”, with 95% intervals. Numbers below 5 are not shown.
results-yes = Yes
results-no = No
results-name = Name
results-row = Row

## The published summary
results-publish = Publish on the stands
results-publish-note = The page below is put into the drafts of the bodies you choose. It reaches the stands when they are published as usual.
results-publish-bodies = Into the drafts of which bodies
results-publish-button = Put into the drafts
results-publish-has = there since { $day }
results-publish-done = Put into the drafts of: { $bodies }. Now publish: aqparat-server publish
results-publish-removed = Taken out of the drafts of: { $bodies }.
results-publish-remove = Take out of the drafts
results-publish-choose = Choose at least one body.
results-publish-no-bodies = No body has content yet.
results-preview = What the page will look like
summary-title = Results: { $survey }
summary-summary = How many people answered the survey, and what they said.
summary-respondents = { $count } answers were received.
summary-period = Period: { $from } to { $to }.
summary-few = There are fewer than 5 answers, so no numbers are shown.
summary-protection = Numbers below 5 are not shown, and where one could be worked out another is withheld too: nobody can be recognised.
summary-how = Who answered and how

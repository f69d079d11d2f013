# Сауалнама нәтижелері: орталықтың беттері, файлдары және стендтерге шығатын қорытынды.

## Words and numbers
results-withheld = жасырылған
results-acknowledged = Түсінікті
results-class-below = { $number } санынан аз
results-class-between = { $from } – { $to } (соңғысы кірмейді)
results-class-from = { $number } және одан көп
results-class-before = { $day } күніне дейін
results-class-since = { $day } және одан кейін
results-not = олай емес: { $what }
results-sent = Жіберілген
results-left = Аяқталмай қалған
results-no-stand = { $body }: стендтен емес
results-month-1 = { $year } ж. қаңтар
results-month-2 = { $year } ж. ақпан
results-month-3 = { $year } ж. наурыз
results-month-4 = { $year } ж. сәуір
results-month-5 = { $year } ж. мамыр
results-month-6 = { $year } ж. маусым
results-month-7 = { $year } ж. шілде
results-month-8 = { $year } ж. тамыз
results-month-9 = { $year } ж. қыркүйек
results-month-10 = { $year } ж. қазан
results-month-11 = { $year } ж. қараша
results-month-12 = { $year } ж. желтоқсан
results-manner-speech = Дауыспен
results-manner-switches = Ауыстырғышпен
results-manner-keys = Пернелермен
results-manner-exploration = Саусақ астындағыны тыңдап
results-manner-large-text = Ірі мәтінмен
results-manner-contrast = Басқа түстермен
results-manner-reach = Бәрі төменде
results-manner-phone = Өз телефонында
results-manner-usual = Әдеттегідей

## Signing in
results-sign-in = Кіру
results-sign-in-button = Кіру
results-sign-out = Шығу
results-signed-in = Кірген: { $account }
results-account = Есептік жазба
results-password = Құпиясөз
results-password-hint = Бес таңбадан бес топ, сызықшалармен.
results-wrong = Есептік жазба немесе құпиясөз дұрыс емес. Екеуін де тексеріп, қайта енгізіңіз.
results-too-often = Тым көп әрекет жасалды. { $minutes } минуттан кейін қайталаңыз.
results-stale = Бұл бет ескірген
results-stale-advice = Бетті жаңартып, қайталап көріңіз.
results-foot = Кіргеніңіз үшін бұл беттер бір cookie файлын сақтайды. Скрипт жоқ.

## The list of surveys
results-title = Сауалнама нәтижелері
results-none = Әзірге сауалнама жоқ.
results-survey = Сауалнама
results-state = Күйі
results-answers = Жауаптар
results-state-draft = Дайындалуда
results-state-open = Ашық
results-state-closed = Аяқталды
results-counting = Жауаптар саналып жатыр
results-counting-advice = Бір минуттан кейін бетті жаңартыңыз.
results-aside-link = Бөлек қойылғандар: { $count }

## Whose answers
results-filter = Кімнің жауаптары
results-all = Барлығы
results-place = Орын
results-regions = Өңірлер
results-bodies = Мемлекеттік органдар
results-stands = Стендтер
results-period = Ай
results-language = Жауап тілі
results-manner = Стендті пайдалану тәсілі
results-completeness = Аяқталуы
results-version = Нұсқа
results-apply = Көрсету
results-clear = Шарттарды алып тастау
results-now = Қазір: { $conditions }
results-nobody = Мұндай жауап жоқ.
results-few = Мұндай жауап 5-тен аз немесе олар арқылы 5-тен аз адам туралы білуге болады, сондықтан ештеңе көрсетілмейді.
results-too-fine = Тым көп шарт: аз адамды қорғау мүмкін емес. Бір шартты алып тастаңыз.

## A survey
results-overview = Шолу
results-respondents = Жауап саны
results-respondents-are = Жауаптар: { $count }
results-questions = Сұрақтар
results-over-time = Уақыт бойынша
results-by-place = Орын бойынша
results-by-language = Тіл бойынша
results-by-manner = Стендті пайдалану тәсілі бойынша
results-manner-note = Бір адам бірнеше тәсілді пайдалануы мүмкін: жолдардың қосындысы жалпы саннан көп болуы мүмкін.
results-by-version = Нұсқа бойынша
results-by-month = Ай бойынша
results-by-day = Күн бойынша
results-by-region = Өңір бойынша
results-by-body = Мемлекеттік орган бойынша
results-by-stand = Стенд бойынша
results-by-sent = Аяқталуы бойынша
results-too-long = { $title }: жол саны – { $count }, бұл бетке тым көп.
results-too-long-files = Олардың бәрі файлдарда бар.
results-part = Бөлік
results-count = Саны
results-share = Үлесі
results-interval = 95 % аралық
results-interval-of = { $low } – { $high }
results-protection = 5-тен аз адам туралы сан көрсетілмейді. Ондай санды есептеп шығаруға болатын жерде тағы бір сан жасырылады.
results-chance = Аралық тек кездейсоқтықты көрсетеді: жауап бергендер өз еркімен жауап берді, олар барлық келушілердің үлгісі емес.

## A question
results-answer = Жауап
results-answered = Жауап бергендер
results-declined = Айтқысы келмегендер
results-passed = Жауапсыз өткендер
results-unseen = Сұралмағандар немесе оған дейін кеткендер
results-base-is = Қанша адам жауап бергені жасырылған: үлестер { $count } адамға шаққанда есептелген, олардың бірнешеуі жауап бермеген.
results-first = Бірінші орынға қойғандар
results-mean-place = Орташа орны
results-mean = Орташа мәні: { $mean } ({ $low } – { $high })
results-quarters = Ширек бөліктері: { $lower }, { $median }, { $upper }. Жауаптардың төрттен бірі біріншісінен, жартысы екіншісінен, төрттен үші үшіншісінен аспайды.
results-lacking = Бұл сұрақ мына нұсқаларда жоқ: { $versions }.
results-many-note = Бірнеше жауап таңдауға болады: үлестердің қосындысы 100 %-дан көп болуы мүмкін.
results-distribution = Жауаптардың бөлінуі
results-who = Кім жауап берді
results-read-texts = Жазылғандарды оқу
results-put-beside = Басқамен салыстыру

## A cross-table
results-cross = Салыстыру кестесі
results-cross-question = Сұрақ
results-cross-against = Немен
results-circumstances = Жағдайлар
results-cross-of = { $question } – { $against }
results-everybody = Барлығы
results-settled = Бұл кестенің жолдарын шарт бір жолға қалдырады. Шартты алып тастаңыз немесе басқасын таңдаңыз.
results-words-not-counted = Сөзбен жазылған жауаптар саналмайды. Басқа сұрақты таңдаңыз.
results-cross-caption = Ұяшықта: саны және жолдағы жауап бергендердің үлесі (95 % аралығымен)

## Words and leaving
results-texts = Жазылған жауаптар
results-texts-note = Әліпби ретімен; уақыты мен орны көрсетілмейді. Нөмірлер мен мекенжайлар алынып тасталған.
results-texts-conditions = Сөзбен берілген жауаптар түгел немесе орны бойынша көрсетіледі. Басқа шарттармен көрсетілмейді: екі тізімді салыстырып, кім не жазғанын білуге болар еді.
results-texts-few = 5-тен аз адам жазған, сондықтан көрсетілмейді.
results-pages = Беттер
results-leaving = Қай жерде тоқтады
results-seen = Көргендер
results-left-here = Осында тоқтағандар
results-left-share = Көргендердің ішінде
results-leaving-note = Аяқталмаған жауаптар тек сауалнама оларды қабылдаса келеді.
results-question = Сұрақ

## Set aside
results-aside = Бөлек қойылған жауаптар
results-aside-note = Бұл жауаптарды ашу немесе тексеру мүмкін болмады. Ештеңе жоғалған жоқ: себебін түзеткен соң олар қайта қабылданады (aqparat-server survey quarantine retry).
results-aside-none = Бөлек қойылған жауап жоқ.
results-reason = Себебі
results-stand = Стенд
results-body = Мемлекеттік орган

## Files
results-export = Файлдар
results-export-note = Файлдарда осы беттердегі сандар ғана бар, сол шарттармен және сол қорғаумен.
results-file-distributions = Бөліну, CSV
results-file-counts = Орын мен уақыт бойынша жауап саны, CSV
results-file-crosstables = Салыстыру кестелері, CSV
results-file-xlsx = Бәрі бір файлда, Excel (XLSX)
results-file-json = Ашық деректер, JSON
results-file-sps = SPSS командалары
results-file-sps-data = SPSS деректері, CSV
results-file-sps-note = Екі SPSS файлын бір қалтаға сақтаңыз. Деректер – топтарға біріктірілген сандар (салмақтар), жеке жауаптар емес.
results-about = Мәлімет
results-made = Жасалған күні
results-conditions = Шарттар
results-base = Үлес негізі
results-low = Төменгі шек
results-high = Жоғарғы шек
results-about-file = «{ $survey }» сауалнамасына берілген жауаптардың саны мен үлесі, 95 % аралықтарымен. 5-тен аз адам туралы сан көрсетілмейді.
results-yes = Иә
results-no = Жоқ
results-name = Аты
results-row = Жол

## The published summary
results-publish = Стендтерде жариялау
results-publish-note = Төмендегі бет таңдалған органдардың жобасына қойылады. Стендтерге ол әдеттегі жариялаумен шығады.
results-publish-bodies = Қай органдардың жобасына
results-publish-button = Жобаларға қою
results-publish-has = қойылған: { $day }
results-publish-done = Қойылды: { $bodies }. Енді жариялаңыз: aqparat-server publish
results-publish-removed = Алынды: { $bodies }.
results-publish-remove = Жобалардан алу
results-publish-choose = Кемінде бір органды таңдаңыз.
results-publish-no-bodies = Әзірге бірде-бір органның мазмұны жоқ.
results-preview = Бет қандай болады
summary-title = Нәтижелер: { $survey }
summary-summary = Сауалнамаға қанша адам жауап берді және не деді.
summary-respondents = Барлығы { $count } жауап алынды.
summary-period = Кезең: { $from } – { $to }.
summary-few = 5-тен аз жауап бар, сондықтан сандар көрсетілмейді.
summary-protection = 5-тен аз адам туралы сан көрсетілмейді, ондай санды есептеп шығаруға болатын жерде тағы бір сан жасырылған: ешкімді танып қоюға болмайды.
summary-how = Кім қалай жауап берді

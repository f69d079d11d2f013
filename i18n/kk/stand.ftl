# Стендтің өз сөздері. Күн, уақыт және сандар көрсетуге дайын күйде келеді.

## Ашық па, жабық па
state-open = Ашық
state-break = Үзіліс
state-closed = Жабық
state-until = { $time } дейін
state-opens-today = бүгін { $time } ашылады
state-opens-tomorrow = ертең { $time } ашылады
state-opens-on = { $date } { $time } ашылады
state-no-hours = жұмыс уақытын телефон арқылы сұраңыз
clock-not-set = Стендтің сағаты бапталмаған

## Күн мен уақыт
date-day = { $weekday }, { $day } { $month }
date-short = { $day } { $month }
date-year = { $year } жылғы { $day } { $month }
weekday-monday = дүйсенбі
weekday-tuesday = сейсенбі
weekday-wednesday = сәрсенбі
weekday-thursday = бейсенбі
weekday-friday = жұма
weekday-saturday = сенбі
weekday-sunday = жексенбі
weekday-on-monday = дүйсенбі күні
weekday-on-tuesday = сейсенбі күні
weekday-on-wednesday = сәрсенбі күні
weekday-on-thursday = бейсенбі күні
weekday-on-friday = жұма күні
weekday-on-saturday = сенбі күні
weekday-on-sunday = жексенбі күні
date-on = { $day } { $month }, { $weekday }
month-january = қаңтар
month-february = ақпан
month-march = наурыз
month-april = сәуір
month-may = мамыр
month-june = маусым
month-july = шілде
month-august = тамыз
month-september = қыркүйек
month-october = қазан
month-november = қараша
month-december = желтоқсан

## Ескертулер
as-of = { $date } күнгі жағдай бойынша
as-of-old = Мәлімет ескірген болуы мүмкін. Соңғы рет расталған күні: { $date }.
demonstration = Көрсетуге арналған үлгі: мәліметтің бәрі ойдан шығарылған
demonstration-short = Үлгі: бәрі ойдан шығарылған

## Басты бет
home-title = Не білгіңіз келеді?
home-new = Жаңа мәлімет

## Бағыттар
nav-back = Артқа
nav-home = Басты бет
nav-previous = Алдыңғы
nav-next = Келесі

## Бөлім және оның беттері
category-empty = Мұнда әзірге мәлімет жоқ.
category-empty-ask = Телефон арқылы сұраңыз:
page-verified = Тексерілген күні: { $date }
page-shown-in = { $language ->
    [kk] Қазақ тілінде
    [ru] Орыс тілінде
   *[en] Ағылшын тілінде
}
page-not-translated = { $language ->
    [ru] Бұл беттің қазақша мәтіні әзірге жоқ. Ол орыс тілінде көрсетілген.
    [en] Бұл беттің қазақша мәтіні әзірге жоқ. Ол ағылшын тілінде көрсетілген.
   *[kk] Бұл беттің таңдалған тілдегі мәтіні әзірге жоқ.
}

## Бірдеңе дұрыс болмаса
fault-title = Бұл бетті көрсету мүмкін болмады
fault-damaged = Оның стендтегі мәтіні бүлінген. Қалған беттер жұмыс істеп тұр.
fault-gone = Тізім ашық тұрғанда бұл бет стендтен алып тасталған.
fault-go-home = Жалғастыру үшін «Басты бет» түймесін басыңыз.

## Біреу бар ма?
idle-title = Сіз әлі осындасыз ба?
idle-text = { $seconds ->
    [one] { $seconds } секундтан кейін стенд басты бетке оралады.
   *[other] { $seconds } секундтан кейін стенд басты бетке оралады.
}
idle-extend = Жалғастыру үшін экранды түртіңіз немесе кез келген пернені басыңыз.
idle-continue = Жалғастыру

## Қалай пайдалану керек
help-title = Стендті қалай пайдалану керек
help-touch = Оқығыңыз келген жазуды түртіңіз. «Келесі» және «Артқа» түймелерімен алға және артқа өтесіз.
help-settings = Барлық баптаулар
help-blind = Экранды көру қиын болса
help-blind-how = Саусағыңызды экранның кез келген жерінде үш секунд қозғалтпай ұстап тұрыңыз: стенд сөйлей бастайды. Құлаққап қоссаңыз, дауыс тек өзіңізге естіледі.
help-switches = Бір немесе екі ауыстырғышпен
help-switches-how = Баптаулардан ауыстырғыш санын таңдаңыз. Қалай жұмыс істейтіні сонда жазылған.
help-keys = Пернелер арқылы
help-describe = Әр перне не істейтінін тыңдау
help-key = Перне
help-does = Не істейді

## Алғашқы мәліметке дейін
pairing-title = Стенд жұмысқа дайындалуда
pairing-do = Осы кодты орталықтың операторына айтыңыз. Ол растаған соң мәлімет өздігінен пайда болады.
pairing-no-centre = Орталықпен әзірге байланыс жоқ. Стенд қайта байланысуға тырысып жатыр.

# While the visitor is spoken to.
read-name = Оқу
read-pause = Кідірту
read-resume = Жалғастыру
read-listen = Тыңдау
read-repeat = Қайталау

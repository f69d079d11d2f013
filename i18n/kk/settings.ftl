# Келуші өзгерте алатынның бәрі: қолжетімділік жолағы, баптаулар, жасырылған экран.

## Жолақ
bar-name = Қолжетімділік
bar-speech = Дауыс
bar-contrast = Контраст
bar-text-size = Мәтін
bar-reach = Төменге
bar-help = Көмек
bar-on = қосулы
bar-off = өшірулі
bar-at-of = { $at }/{ $of }

## Баптаулар
settings-title = Баптаулар
settings-look = Түстер
settings-look-standard = Әдеттегі
settings-look-high-dark = Қара фонда ақ
settings-look-high-light = Ақ фонда қара
settings-look-yellow-on-black = Қара фонда сары
settings-look-low-glare = Көзге жұмсақ
settings-size = Мәтін өлшемі
settings-size-small = Ұсақ
settings-size-standard = Қалыпты
settings-size-large = Ірі
settings-size-largest = Ең ірі
settings-reading = Оқу
settings-spacing = Кең жол аралығы
settings-reach = Бәрін төмен түсіру
settings-listening = Тыңдау
settings-speech = Дауыспен оқу
settings-curtain = Экранды жасыру
settings-rate = Оқу жылдамдығы
settings-percent = { $percent } %
settings-volume = Дыбыс деңгейі
settings-touch = Саусақпен тыңдау
settings-exploration = Саусақ астындағыны айту
settings-exploration-how = Саусағыңызды экранмен жүргізіңіз: астындағы жазу айтылады. Екі рет түртсеңіз, соңғы айтылғаны ашылады. Аяқтау үшін саусағыңызды алты секунд қозғамай ұстаңыз.
settings-switches = Ауыстырғыштар
settings-switches-none = Ауыстырғышсыз
settings-switches-one = Бір ауыстырғыш
settings-switches-two = Екі ауыстырғыш
settings-switches-how = Бір ауыстырғышпен стенд тармақтарды өзі аралайды, ауыстырғыш таңдайды. Екі ауыстырғыштың бірі жылжытады, екіншісі таңдайды.
settings-scan-pace = Таңдауды көрсету қарқыны
settings-seconds = { $seconds } секунд
settings-key-pause = Басу аралығы
settings-pause = { $milliseconds ->
    [0] жоқ
    [250] ширек секунд
    [500] жарты секунд
   *[1000] бір секунд
}
settings-key-pause-how = Қол дірілдесе: осы уақыт ішінде қайта басылған түйме немесе ауыстырғыш бір рет саналады.
settings-reset = Бәрі бастапқыдай

## Жасырылған экран
curtain-title = Экран жасырулы
curtain-how = Көрсету үшін экранды түртіңіз.
curtain-how-explored = Көрсету үшін: «Көмек», «Барлық баптаулар», «Экранды жасыру».
curtain-how-key = Көрсету үшін экранды түртіңіз немесе { $key } пернесін басыңыз.

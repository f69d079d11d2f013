# Келуші өзгерте алатынның бәрі: қолжетімділік жолағы, баптаулар, жасырылған экран.

## Жолақ
bar-name = Қолжетімділік
bar-speech = Дауыс
bar-contrast = Контраст
bar-text-size = Әріп
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
settings-size = Әріп өлшемі
settings-size-small = Кіші
settings-size-standard = Орташа
settings-size-large = Үлкен
settings-size-largest = Ең үлкен
settings-reading = Оқу
settings-spacing = Жол арасы кең
settings-reach = Бәрі төменде
settings-listening = Тыңдау
settings-speech = Дауыспен оқу
settings-curtain = Экран жасырулы
settings-rate = Оқу жылдамдығы
settings-percent = { $percent } %
settings-volume = Дыбыс деңгейі
settings-touch = Саусақпен тыңдау
settings-exploration = Саусақ астындағыны айту
settings-exploration-how = Саусағыңызды экранмен жүргізіңіз: астындағы жазу айтылады. Екі рет түртсеңіз, соңғы айтылғаны ашылады.
settings-switches = Бір немесе екі түйме
settings-switches-none = Түймесіз
settings-switches-one = Бір түйме
settings-switches-two = Екі түйме
settings-switches-how = Бір түймемен стенд тармақтарды өзі аралайды, түйме таңдайды. Екі түйменің бірі жылжытады, екіншісі таңдайды.

## Жасырылған экран
curtain-title = Экран жасырулы
curtain-how = Көрсету үшін экранды түртіңіз немесе F7 пернесін басыңыз.

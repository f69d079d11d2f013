# Всё, что посетитель может изменить: панель доступности, настройки, скрытый экран.

## Панель
bar-name = Доступность
bar-speech = Голос
bar-contrast = Контраст
bar-text-size = Шрифт
bar-reach = Ниже
bar-help = Помощь
bar-on = вкл.
bar-off = выкл.
bar-at-of = { $at }/{ $of }

## Настройки
settings-title = Настройки
settings-look = Цвета
settings-look-standard = Обычные
settings-look-high-dark = Белым по чёрному
settings-look-high-light = Чёрным по белому
settings-look-yellow-on-black = Жёлтым по чёрному
settings-look-low-glare = Мягкие для глаз
settings-size = Размер шрифта
settings-size-small = Мелкий
settings-size-standard = Обычный
settings-size-large = Крупный
settings-size-largest = Самый крупный
settings-reading = Чтение
settings-spacing = Шире между строк
settings-reach = Всё внизу экрана
settings-listening = Слушать
settings-speech = Читать вслух
settings-curtain = Скрыть экран
settings-rate = Скорость чтения
settings-percent = { $percent } %
settings-volume = Громкость
settings-touch = Слушать пальцем
settings-exploration = Говорить, что под пальцем
settings-exploration-how = Ведите пальцем по экрану: стенд говорит, что под ним. Коснитесь дважды, и откроется сказанное последним.
settings-switches = Одна или две кнопки
settings-switches-none = Без кнопок
settings-switches-one = Одна кнопка
settings-switches-two = Две кнопки
settings-switches-how = С одной кнопкой стенд сам обходит пункты, кнопка выбирает. Из двух кнопок одна двигает, другая выбирает.

## Скрытый экран
curtain-title = Экран скрыт
curtain-how = Чтобы показать, коснитесь экрана или нажмите F7.

# Всё, что посетитель может изменить: панель доступности, настройки, скрытый экран.

## Панель
bar-name = Доступность
bar-speech = Речь
bar-contrast = Контраст
bar-text-size = Текст
bar-reach = Ниже
bar-help = Помощь
bar-on = вкл.
bar-off = выкл.
bar-at-of = { $at }/{ $of }

## Настройки
settings-title = Настройки
settings-look = Цвета
settings-look-standard = Обычные
settings-look-high-dark = Белое на чёрном
settings-look-high-light = Чёрное на белом
settings-look-yellow-on-black = Жёлтое на чёрном
settings-look-low-glare = Неяркие
settings-size = Размер текста
settings-size-small = Мелкий
settings-size-standard = Обычный
settings-size-large = Крупный
settings-size-largest = Самый крупный
settings-reading = Чтение
settings-spacing = Шире между строками
settings-reach = Всё внизу экрана
settings-listening = Слушать
settings-speech = Читать вслух
settings-curtain = Скрыть экран
settings-rate = Скорость чтения
settings-percent = { $percent } %
settings-volume = Громкость
settings-touch = Слушать пальцем
settings-exploration = Говорить, что под пальцем
settings-exploration-how = Ведите пальцем по экрану: стенд говорит, что под ним. Коснитесь дважды, и откроется сказанное последним. Чтобы закончить, удерживайте палец на месте шесть секунд.
settings-switches = Переключатели
settings-switches-none = Без них
settings-switches-one = Один переключатель
settings-switches-two = Два переключателя
settings-switches-how = С одним переключателем стенд сам обходит пункты, переключатель выбирает. Из двух один двигает, другой выбирает.
settings-scan-pace = Темп показа вариантов
settings-seconds = { $seconds } с
settings-key-pause = Пауза между нажатиями
settings-pause = { $milliseconds ->
    [0] нет
    [250] четверть секунды
    [500] полсекунды
   *[1000] одна секунда
}
settings-key-pause-how = Если дрожат руки: клавиша или переключатель, нажатые за это время ещё раз, срабатывают один раз.
settings-reset = Всё как в начале

## Скрытый экран
curtain-title = Экран скрыт
curtain-how = Чтобы показать, коснитесь экрана.
curtain-how-explored = Чтобы показать: «Помощь», «Все настройки», «Скрыть экран».
curtain-how-key = Чтобы показать, коснитесь экрана или нажмите { $key }.

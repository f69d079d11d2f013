# Что голос добавляет к словам на экране.

## Что это
reader-button = кнопка
reader-link = ссылка
reader-switch = переключатель
reader-slider = ползунок
reader-choice = вариант
reader-check-box = флажок
reader-field = поле ввода
reader-heading = заголовок { $level }-го уровня
reader-list = { $items ->
    [one] список, { $items } пункт
    [few] список, { $items } пункта
   *[other] список, { $items } пунктов
}
reader-table = { $rows ->
    [one] таблица, { $rows } строка
    [few] таблица, { $rows } строки
   *[other] таблица, { $rows } строк
}
reader-picture = рисунок
reader-quote = цитата
reader-quote-end = Конец цитаты.
reader-navigation = Переходы

## В каком состоянии
reader-not-selected = не выбрано
reader-chosen = выбрано
reader-not-chosen = не выбрано
reader-ticked = отмечено
reader-not-ticked = не отмечено
reader-on = включено
reader-off = выключено
reader-empty = пусто
reader-characters = { $count ->
    [one] { $count } знак
    [few] { $count } знака
   *[other] { $count } знаков
}
reader-removed = стёрто: { $what }
reader-hidden = Введённое вслух не произносится. Чтобы услышать его, подключите наушники.
reader-answered = Ответ дан
reader-withheld = вслух не говорится
reader-key = клавиша, вслух не называется
reader-position = { $position } из { $of }
reader-items = { $items ->
    [one] { $items } пункт
    [few] { $items } пункта
   *[other] { $items } пунктов
}

## Чтение
reader-end = Конец страницы.
reader-nothing = Читать здесь нечего.
reader-paused = Пауза
reader-no-next-sentence = Следующего предложения нет.
reader-no-previous-sentence = Предыдущего предложения нет.
reader-no-next-heading = Следующего заголовка нет.
reader-no-previous-heading = Предыдущего заголовка нет.
reader-no-next-item = Следующего пункта нет.
reader-no-previous-item = Предыдущего пункта нет.

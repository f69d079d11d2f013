# Words that controls say of themselves.
widget-selected = выбрано
widget-unavailable = сейчас недоступно
widget-page-of = Страница { $page } из { $pages }
widget-on = включено
widget-off = выключено
widget-step = { $value }, { $now } из { $of }
widget-less = Меньше
widget-more = Больше
widget-less-of = { $name }: меньше
widget-more-of = { $name }: больше
# What a thing is called that nobody gave a name.
widget-nameless-button = Кнопка
widget-nameless-choice = Вариант
widget-nameless-entry = Поле ввода
widget-nameless-slider = Настройка
widget-nameless-link = Ссылка
widget-nameless-image = Изображение без описания
widget-nameless-heading = Без названия

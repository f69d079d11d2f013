# Words that controls say of themselves.
widget-selected = выбрано
widget-unavailable = сейчас недоступно
widget-page-of = Страница { $page } из { $pages }

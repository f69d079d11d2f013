# Words that controls say of themselves.
widget-selected = таңдалған
widget-unavailable = қазір қолжетімсіз
widget-page-of = { $page }-бет, барлығы { $pages }

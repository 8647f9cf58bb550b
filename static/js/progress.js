// Reading the charts day by day: one slider for all of them, its words taken from the table.
(() => {
  const box = document.getElementById('reader')
  const rows = [...document.querySelectorAll('#values tbody tr')]
  if (!box || !rows.length) return
  const heads = [...document.querySelectorAll('#values thead th')].slice(1)
  const slider = document.getElementById('reader-day')
  const line = document.getElementById('reader-line')
  const open = document.getElementById('reader-open')
  const plots = [...document.querySelectorAll('.charts .plot')]
  const svg = 'http://www.w3.org/2000/svg'
  const cursors = plots.map((plot) => {
    const cursor = plot.appendChild(document.createElementNS(svg, 'line'))
    cursor.setAttribute('class', 'cursor')
    cursor.setAttribute('y1', '0')
    cursor.setAttribute('y2', '100%')
    return cursor
  })
  const placeOf = (row, n) => Number(row.dataset.x) || ((n + 0.5) / rows.length) * 100
  const text = (row) => {
    const cells = [...row.querySelectorAll('td')]
    const told = cells.length < heads.length || cells.length !== heads.length
      ? cells.map((cell) => cell.textContent.trim())
      : cells.map((cell, n) => cell.textContent.trim() && `${heads[n].textContent.trim()} ${cell.textContent.trim()}`)
    return `${row.querySelector('th').textContent.trim()}: ${told.filter(Boolean).join('; ')}`
  }
  let shown = -1
  const show = (n) => {
    shown = n
    const row = rows[n]
    const link = row.querySelector('a')
    const words = text(row)
    slider.value = n
    slider.setAttribute('aria-valuetext', words)
    line.textContent = words
    open.hidden = !link
    if (link) open.href = link.href
    for (const cursor of cursors) {
      cursor.setAttribute('x1', `${placeOf(row, n)}%`)
      cursor.setAttribute('x2', `${placeOf(row, n)}%`)
    }
    box.classList.add('on')
  }
  const nearest = (share) => {
    let best = 0
    rows.forEach((row, n) => {
      if (Math.abs(placeOf(row, n) - share) < Math.abs(placeOf(rows[best], best) - share)) best = n
    })
    return best
  }
  slider.max = rows.length - 1
  slider.value = rows.length - 1
  slider.setAttribute('aria-valuetext', text(rows[rows.length - 1]))
  box.hidden = false
  slider.addEventListener('input', () => show(Number(slider.value)))
  slider.addEventListener('focus', () => show(Number(slider.value)))
  for (const plot of plots) {
    plot.addEventListener('click', (event) => {
      const { left, top, width } = plot.getBoundingClientRect()
      const share = ((event.clientX - left) / width) * 100
      // A second tap on the day that was read opens it; a finger may miss it by 12 px.
      const off = shown < 0 ? width : (Math.abs(placeOf(rows[shown], shown) - share) * width) / 100
      if ((off <= 12 || nearest(share) === shown) && !open.hidden) {
        open.click()
        return
      }
      // The words stand below the chart that was tapped, in sight; the chart stays where it is.
      plot.closest('.one').after(box)
      scrollBy(0, plot.getBoundingClientRect().top - top)
      show(nearest(share))
      box.scrollIntoView({ block: 'nearest' })
    })
  }
})()

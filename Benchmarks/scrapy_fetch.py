"""Scrapy at its fastest: fetches pages and does nothing with them. Runs in the virtual environment that has Scrapy.

    scrapy_fetch.py follow START        follows the links of every page
    scrapy_fetch.py list FILE           fetches the addresses of a file, one a line, and looks at no answer

Prints the number of pages fetched. Everything that Scrapy offers beyond fetching is off; so is politeness.
"""

import sys

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

SETTINGS = {
    "CONCURRENT_REQUESTS": 64,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 64,
    "DOWNLOAD_DELAY": 0,
    "RANDOMIZE_DOWNLOAD_DELAY": False,
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "HTTPCACHE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "RETRY_ENABLED": False,
    "REDIRECT_ENABLED": False,
    "COMPRESSION_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "ERROR",
    "LOGSTATS_INTERVAL": 0,
    "DNSCACHE_ENABLED": True,
    "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
    "ASYNCIO_EVENT_LOOP": "uvloop.Loop",
    "EXTENSIONS": {
        "scrapy.extensions.corestats.CoreStats": None,
        "scrapy.extensions.logstats.LogStats": None,
        "scrapy.extensions.memusage.MemoryUsage": None,
        "scrapy.extensions.feedexport.FeedExporter": None,
        "scrapy.extensions.spiderstate.SpiderState": None,
        "scrapy.extensions.throttle.AutoThrottle": None,
    },
    "SPIDER_MIDDLEWARES": {
        "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
        "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
        "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    },
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
        "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
        "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
        "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    },
}


class Follow(scrapy.Spider):
    name = "follow"
    pages = 0
    links = LinkExtractor(tags=("a",), attrs=("href",), deny_extensions=[], strip=False)
    # A set of addresses is much cheaper than Scrapy's filter, which makes a request and its fingerprint of every link.
    seen = set()

    def parse(self, response):
        Follow.pages += 1
        for link in self.links.extract_links(response):
            url = link.url.partition("#")[0]
            if url not in self.seen:
                self.seen.add(url)
                yield scrapy.Request(url, dont_filter=True)


class List(scrapy.Spider):
    name = "list"
    pages = 0

    async def start(self):
        with open(self.addresses, encoding="ascii") as lines:
            for line in lines:
                yield scrapy.Request(line.strip(), dont_filter=True)

    def parse(self, response):
        List.pages += 1


def main():
    way, argument = sys.argv[1:]
    process = CrawlerProcess(SETTINGS)
    if way == "follow":
        process.crawl(Follow, start_urls=[argument])
    else:
        process.crawl(List, addresses=argument)
    process.start()
    print(Follow.pages + List.pages)


if __name__ == "__main__":
    main()
